import { describe } from '../kit/check/must.ts';
import { NoAnswer } from '../kit/errors.ts';
import type { ContactOrder } from '../kit/run/firstContact.ts';
import type { Run } from '../kit/run/run.ts';
import type { FirstContact } from '../kit/safety/contact.ts';
import type { WriteKind } from '../kit/safety/guard.ts';
import { type Hopeless, hintForEntra, hintForFailure } from './hints.ts';

/** Who makes the accounts of first contact. */
const MAKERS = ['shared:first-contact', 'shared:user'];

/**
 * First contact of a command that sends what a client sends, before all that it writes: three accounts are made, changed
 * and deleted one at a time, while some of others are looked at. They are gone when this returns.
 * @returns why nothing more may be written; undefined where every write was seen to reach what it names
 */
export async function contactOf(run: Run, order: ContactOrder): Promise<Hopeless | undefined> {
  const contact = await run.makeContact(order);
  const why = obstacleIn(contact, run.setup.disposable === true, run.session.url);
  for (const check of MAKERS) await run.cleanUp({ check, ordinal: 0, exchanges: [] });
  return why;
}

function obstacleIn(
  { writes, stays, short }: FirstContact,
  disposable: boolean,
  url: string,
): Hopeless | undefined {
  for (const [kind, { reached }] of writes) if (reached !== undefined) return misled(kind, reached);
  if (stays !== undefined && !disposable)
    return {
      message: `what was made could not be taken away again: ${stays.why}`,
      hint: 'Repair DELETE, or remove what is left by hand. Where the tenant may be destroyed, --disposable lets it go on.',
    };
  if (writes.has('DELETE') || stays !== undefined) return undefined;
  return unmade(short, url);
}

/** What to say where not even the accounts of first contact could be made. */
function unmade(short: FirstContact['short'], url: string): Hopeless {
  const none = 'no accounts could be made to see whether writes reach what they name';
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
      ? 'Where new users need more than is sent, say what in a template, or name a domain that it takes with SCIM_NAMES_DOMAIN.'
      : hintForEntra('POST', short);
  return { message: `${none}: POST answered ${describe(short)}`, hint };
}

function misled(kind: WriteKind, reached: 'ours' | 'others'): Hopeless {
  const whom = reached === 'others' ? 'an account of somebody else' : 'another account of this run';
  const what = kind === 'POST' ? 'a create altered' : `a ${kind} altered`;
  return {
    message: `${what} ${whom} in place of what it names`,
    hint: 'Repair how the endpoint finds what a request names before anything is written to it: people would be changed or deleted.',
  };
}
