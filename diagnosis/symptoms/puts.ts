import { isObject } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import type { View } from '../view.ts';
import { readMade } from './made.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** PUTs to ids that nobody was ever given, and that make an account; then those to deleted ids do, too. */
function putsCreate(view: View): Sighted {
  const known = new Set<string>();
  const seen = new Map<string, Sighting>();
  let [creating, contrary] = [0, 0];
  for (const act of view.acts) {
    const isNew = act.verb === 'replace' && act.status !== undefined && !known.has(act.target);
    if (isNew && act.succeeded) creating += 1;
    else if (isNew) contrary += 1;
    if (act.verb === 'replace' && (act.status === 201 || (isNew && act.succeeded)))
      add(seen, act.exchange.check, [act.number]);
    if (act.verb === 'delete' && act.succeeded) known.delete(act.target);
    for (const { path } of readMade(act)) known.add(path);
    if (act.verb === 'read' && act.status === 200) known.add(act.target);
  }
  return creating === 0 ? { seen: [], contrary } : { seen: [...seen.values()], contrary };
}

/** What the answer to a PUT has beside its attributes. */
const BESIDE = /^(id|schemas|meta)$/i;

/** Whether the answer to a PUT shows nothing of what was sent; undefined where it has no body. */
function answersInPart({ verb, status, sent, body, query }: Act): boolean | undefined {
  if (verb !== 'replace' || status !== 200 || query.size > 0 || !isObject(sent) || !isObject(body))
    return undefined;
  return !Object.keys(body).some((name) => !BESIDE.test(name));
}

/** What is wrong with PUT. */
export const putSymptoms: Symptom[] = [
  { id: 'replace.creates', least: 1, share: 0.5, look: putsCreate },
  ofExchanges({ id: 'replace.answer-incomplete', least: 1, share: 0.5 }, answersInPart),
];
