import { merge } from '../../../kit/compose/merge.ts';
import { at, splitPath, unassigned } from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';
import { findAttribute } from '../../../schemas/lookup.ts';
import { list, readGroup, readUser } from '../requests.ts';
import type { Client, Outcome } from './client.ts';
import type { Rules } from './rules.ts';

type Kind = 'User' | 'Group';

/** Attributes of a job that a plain read of the endpoint does not show, as its schemas say (RFC 7643 section 7). */
export interface Hidden {
  /** Paths that are shown to whoever asks for them. */
  onRequest: readonly string[];
  /** Paths that nobody is shown, as a mapping names them in small letters. */
  never: ReadonlySet<string>;
}

/** What the endpoint hides of each kind, among what a job writes. */
export function findHidden(capabilities: Capabilities, rules: Rules): Record<Kind, Hidden> {
  const of = (kind: Kind): Hidden => {
    const onRequest = new Set<string>();
    const never = new Set<string>();
    for (const path of listPaths(rules, kind)) {
      const { urn, names } = splitPath(path);
      const whole = `${urn === undefined ? '' : `${urn}:`}${names[0] ?? ''}`;
      const returned = (one: string) => findAttribute(capabilities, kind, one)?.returned;
      const both = [returned(whole), returned(path)];
      if (both.includes('never')) never.add(path.toLowerCase());
      else if (both.includes('request')) onRequest.add(both[0] === 'request' ? whole : path);
    }
    return { onRequest: [...onRequest], never };
  };
  return { User: of('User'), Group: of('Group') };
}

function listPaths({ flows, matching, managerPath }: Rules, kind: Kind): string[] {
  const own = [...flows[kind].map(({ target }) => target), ...matching[kind]].map(
    ({ published }) => published,
  );
  return [...own, ...(kind === 'Group' ? ['members'] : ['active', ...(managerPath ? [managerPath] : [])])];
}

/** What reading asks of the job. */
interface Reader {
  readonly client: Client;
  readonly options: { hidden?: Record<Kind, Hidden> };
}

/** Whether nobody is shown the attribute at a path. */
export const isNeverShown = ({ options }: Pick<Reader, 'options'>, kind: Kind, path: string): boolean =>
  options.hidden?.[kind].never.has(path.toLowerCase()) === true;

/**
 * Reads a resource as the service does and, where that does not show them, the attributes that the endpoint returns on
 * request: the service would take them to be missing and send them in every cycle, which says nothing of the endpoint.
 * @param members whether the members of a group are asked for, which the service never does
 */
export async function readWhole(
  { client, options }: Reader,
  kind: Kind,
  path: string,
  members = false,
): Promise<Outcome> {
  const plain = await client.send(kind === 'User' || members ? readUser(path) : readGroup(path), [404]);
  if (plain.failure || !plain.answer.ok) return plain;
  const asked = (options.hidden?.[kind].onRequest ?? []).filter(
    (one) => (members || one !== 'members') && unassigned(at(plain.answer.body, one)),
  );
  if (asked.length === 0) return plain;
  const beside = await client.send(list(path, { attributes: asked.join(',') }), [404]);
  if (beside.failure || !beside.answer.ok) return beside;
  const body = merge(structuredClone(beside.answer.body), plain.answer.body);
  return { answer: { ...plain.answer, body } };
}
