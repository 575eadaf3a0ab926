import { describe } from '../kit/check/must.ts';
import { NoAnswer } from '../kit/errors.ts';
import type { ContactOrder } from '../kit/run/contact/changes.ts';
import type { Run } from '../kit/run/run.ts';
import { type FirstContact, listRounds, type Round } from '../kit/safety/contact.ts';
import type { WriteKind } from '../kit/wire/request.ts';
import { findEndpoint } from '../schemas/lookup.ts';
import { present } from '../schemas/present.ts';
import { type Hopeless, hintForEntra, hintForFailure } from './hints.ts';

/** Why nothing more may be written, with the id of the diagnosis that it is. */
export type Obstacle = Hopeless & { diagnosis?: string };

/** Who makes the accounts of first contact. */
const MAKERS = ['shared:first-contact', 'shared:user'];

/**
 * First contact of a command that sends what a client sends, before all that it writes: three accounts are made, changed
 * and deleted one at a time, while some of others are looked at. They are gone when this returns.
 * @returns why nothing more may be written; undefined where every write was seen to reach what it names
 */
export async function makeContact(run: Run, order: ContactOrder): Promise<Obstacle | undefined> {
  const contact = await run.makeContact(order);
  const why = obstacleIn(contact, run);
  for (const check of MAKERS) await run.cleanUp({ check, ordinal: 0, exchanges: [] });
  return why;
}

function obstacleIn(contact: FirstContact, { setup, session, capabilities }: Run): Obstacle | undefined {
  const { disposable } = setup;
  const isAccount = (path = '') => path.startsWith(`${findEndpoint(capabilities, 'User')}/`);
  const rounds = listRounds(contact);
  for (const { round, of } of rounds)
    for (const [kind, { reached, whom }] of round.writes)
      if (reached !== undefined)
        return misled(kind, reached, of === '' || isAccount(whom) ? 'account' : 'group', whom);
  for (const { round } of rounds)
    for (const [kind, { unseen }] of round.writes) if (unseen && !disposable) return unseenChange(kind);
  for (const { round } of rounds) if (round.stays !== undefined && !disposable) return staying(round.stays);
  const { writes, stays, short } = contact;
  if (writes.has('DELETE') || stays !== undefined) return undefined;
  return unmade(short, session.url);
}

/** Says that groups have to be emptied before they can be deleted. */
export const describeEmptied = ({ why }: NonNullable<Round['emptied']>): string =>
  `a group was deleted only after its members were removed: before that ${why}`;

function staying({ key, why }: NonNullable<FirstContact['stays']>): Obstacle {
  if (why.endsWith(' 401'))
    return {
      message: `the token was taken at first, and then refused: ${why}`,
      hint: 'Check whether it has expired or was withdrawn, and remove what is left with clean.',
    };
  return {
    diagnosis: key === 'refused' ? 'delete.refused' : 'delete.not-done',
    message: `the created resources could not be removed: ${why}`,
    hint: 'Fix DELETE, or remove what is left by hand. If the tenant may be destroyed, --disposable lets the run continue.',
  };
}

/** What to say where not even the accounts of first contact could be made. */
function unmade(short: FirstContact['short'], url: string): Hopeless {
  const none = 'no accounts could be created to check whether writes reach the resources they name';
  if (short instanceof NoAnswer) {
    const { message, hint } = hintForFailure(short.code, short.message, url);
    return { message: `${none}: ${message}`, hint };
  }
  if (short === undefined || short instanceof Error)
    return {
      message: none,
      hint: `Look at the requests in exchanges.ndjson.${short === undefined ? '' : ` ${short.message}`}`,
    };
  const hint =
    short.status === 400
      ? 'If new users need more attributes than were sent, add them in a template; if they need a particular domain, set SCIM_NAMES_DOMAIN.'
      : hintForEntra('POST', short);
  return { message: `${none}: POST answered ${describe(short)}`, hint };
}

const NOT_STORED: Partial<Record<WriteKind, string>> = {
  PATCH: 'patch.not-stored',
  PUT: 'replace.not-stored',
  bulk: 'bulk.not-done',
};

function unseenChange(kind: WriteKind): Obstacle {
  const diagnosis = NOT_STORED[kind];
  return {
    ...present({ diagnosis }),
    message: `a ${kind} was acknowledged, but a GET does not show the change: it was lost, or made to someone else`,
    hint: 'Store every change that is acknowledged, on the resource that it names. If the tenant may be destroyed, --disposable lets the run continue.',
  };
}

function misled(
  kind: WriteKind,
  reached: 'ours' | 'others',
  type: 'account' | 'group',
  place?: string,
): Obstacle {
  const whom = reached === 'others' ? `someone else’s ${type}` : `another ${type} of this run`;
  const [what, meant] =
    kind === 'POST' ? ['a create altered', 'of creating one'] : [`a ${kind} altered`, 'of the one it names'];
  return {
    diagnosis: 'read.wrong-resource',
    message: `${what} ${whom}${place === undefined ? '' : `, ${place},`} instead ${meant}`,
    hint: 'Fix how the endpoint finds the resource that a request names before writing anything to it: otherwise the wrong people would be changed or deleted.',
  };
}
