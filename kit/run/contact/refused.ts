import type { Attributes } from '../../../schemas/attributes.ts';
import type { Attribute } from '../../../schemas/capabilities.ts';
import { findEndpoint, type Located, listAttributes, resourceType } from '../../../schemas/lookup.ts';
import { cut, isRefusal, listPaths, type Refusals, searchRefused } from '../../check/refusals.ts';
import { isFree, isUsualText } from '../../compose/choose.ts';
import { merge, nested } from '../../compose/merge.ts';
import { payload } from '../../compose/payload.ts';
import { namesResources, sample } from '../../compose/sample.ts';
import { DoesNotFit, NoAnswer, Refused } from '../../errors.ts';
import type { Sender } from '../../wire/request.ts';
import type { Acting } from './acting.ts';
import { SCARCE } from './firstUser.ts';

/** Creates by which it is found out what of a whole one is refused. */
const MOST = 30;

/**
 * Learns by one create with all that checks choose from which optional attributes a new user may not be given, whatever
 * the value; where it is refused, by a few more. What is not found by then, the set-ups that carry it find.
 */
export async function learnRefusals(run: Acting & { readonly refusals: Refusals }): Promise<void> {
  const { capabilities, marker } = run;
  if (capabilities.schemas === undefined || resourceType(capabilities, 'User') === undefined) return;
  const sender: Sender = { check: 'shared:refusals', ordinal: 0, exchanges: [] };
  const scim = run.client(sender);
  const random = run.random(sender.check);
  const endpoint = findEndpoint(capabilities, 'User');
  try {
    await run.learnFullness(endpoint);
    const least = listPaths(payload('User', marker, run.payloadOptions, run.fullness));
    const chosen = listAttributes(capabilities, 'User').filter(
      ({ path, attribute }) => isChosenFrom(attribute) && !least.includes(path),
    );
    const ask = (some: readonly string[]) => {
      const unique = `${marker}${random.token()}`;
      const wishes = composeWishes(run, chosen, unique);
      const carried = cut(wishes, (path) => some.includes(path));
      const body = payload('User', unique, run.payloadOptions, run.fullness, carried);
      return scim.post(endpoint, body).as('given', 'find out which attributes a new user may have');
    };
    const parts = chosen.map(({ path }) => path);
    const whole = await ask(parts);
    // Where not even the least is taken, it is no matter of what is carried beyond it.
    if (isRefusal(whole) && (await ask([])).ok)
      run.refusals.close(await searchRefused('User', parts, whole, ask, MOST));
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Refused || error instanceof DoesNotFit)) throw error;
  }
  if (run.ledger.most >= SCARCE) return;
  await run.cleanUp(sender);
  run.ledger.end(sender.check, 0);
}

/** Whether checks give new users an attribute; not what names others, is secret, or has a form of its own. */
function isChosenFrom(attribute: Attribute): boolean {
  const isBinary = [attribute, ...attribute.subAttributes].some(({ type }) => type === 'binary');
  return isFree(attribute) && !isBinary && !namesResources(attribute);
}

/** A value for each as checks compose it. */
function composeWishes(run: Acting, chosen: readonly Located[], unique: string): Attributes {
  const body: Attributes = {};
  const ingredients = { unique, ...run.payloadOptions };
  const usual = payload('User', unique, run.payloadOptions, 1);
  for (const { path, attribute } of chosen) {
    const value = usual[path] ?? (isUsualText(attribute) ? unique : sample(attribute, ingredients));
    merge(body, nested(path, value));
  }
  return body;
}
