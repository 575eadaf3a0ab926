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

/**
 * The end at an answer of another status than Entra needs.
 * @param wanted the statuses that let it go on, and the diagnosis where a value is still taken
 */
export function refused(
  { method, path }: ClientRequest,
  answer: ScimResponse,
  wanted: { statuses: readonly number[]; conflict: string | undefined; hasToken: boolean },
): Halt {
  const { statuses, conflict, hasToken } = wanted;
  const { status } = answer;
  const action = method === 'GET' && path.includes('?') ? 'lookup' : ACTIONS[method];
  const about = path.startsWith('/Groups') ? 'groups' : 'users';
  return new Halt(
    `${describe(answer)} instead of ${statuses.join(' or ')}`,
    hintForEntra(method, answer, hasToken),
    status === 409 ? named(conflict) : action && diagnosisOfAnswer({ action, status, about }),
  );
}
