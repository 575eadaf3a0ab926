import type { ClientRequest } from '../../clients/request.ts';
import { diagnosisOfAnswer, type Named, named } from '../../config/diagnoses/refusals.ts';
import { describe } from '../../kit/check/must.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { hintForEntra } from '../hints.ts';

/** One step of the pilot: what Entra does, and what came of it. */
export interface PilotStep {
  name: string;
  ok: boolean;
  /** What was answered, in a few words. */
  says: string;
  exchange?: number;
}

/** Ends the pilot; says what was expected. */
export class Halt extends Error {
  readonly hint: string;
  /** What that says of the endpoint, where it is known. */
  readonly diagnosis: Named | undefined;
  constructor(message: string, hint: string, diagnosis?: Named) {
    super(message);
    this.hint = hint;
    this.diagnosis = diagnosis;
  }
}

const ACTIONS: Readonly<Record<string, 'read' | 'create' | 'update' | 'delete'>> = {
  GET: 'read',
  POST: 'create',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What a step needs of an answer, and what else may be behind another one. */
export interface Wanted {
  /** Those that let Entra go on. */
  statuses: readonly number[];
  /** The diagnosis where a value is still taken. */
  conflict?: string | undefined;
  /** What the endpoint's schemas require of a new resource, and the request does not carry. */
  lacking?: readonly string[];
  /** Whether resources of this kind were made before, in another form. */
  before?: boolean;
}

/** The end at an answer of another status than Entra needs. */
export function refused(
  { method, path }: ClientRequest,
  answer: ScimResponse,
  { statuses, conflict, lacking = [], before = false }: Wanted,
  hasToken: boolean,
): Halt {
  const { status } = answer;
  if (status === 400 && lacking.length > 0) {
    const names = lacking.join(', ');
    const message = `${describe(answer)}; the endpoint's schemas require ${names}, which the job does not send`;
    if (lacking.includes('members'))
      return new Halt(
        message,
        'Accept groups without members: Entra creates every group empty and adds its members afterwards.',
      );
    return new Halt(
      message,
      `Map ${names} in the job, as a constant where the directory has no such value. What the job will send can be given as a template in the configuration file; the pilot then sends it, too.`,
    );
  }
  const action = method === 'GET' && path.includes('?') ? 'lookup' : ACTIONS[method];
  const about = path.startsWith('/Groups') ? 'groups' : 'users';
  return new Halt(
    `${describe(answer)} instead of ${statuses.join(' or ')}`,
    method === 'PATCH' && status === 400 && before
      ? 'Accept this change as Entra sends it, or remove the attributes that it names from the job’s mapping.'
      : hintForEntra(method, answer, hasToken),
    status === 409 ? named(conflict) : action && diagnosisOfAnswer({ action, status, about, before }),
  );
}
