import { encodeSegment } from '../../kit/wire/paths.ts';
import { member } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { add, nameOne, type Sighted, type Sighting, type Symptom } from './symptom.ts';

const NAMES: Readonly<Record<string, string>> = { Users: 'userName', Groups: 'displayName' };
/** Changes from which on it is no chance that all of them were carried out, or none. */
const MANY = 3;
/** A taken name, a precondition and a pace are refused for themselves, and a server error is none. */
const OTHER_REASONS = new Set([401, 404, 409, 412, 428, 429]);

/** The name that a change gives to a user or a group; undefined where it gives none. */
function nameGiven(act: Act): string | undefined {
  const attribute = NAMES[act.collection];
  if (attribute === undefined) return undefined;
  const given =
    act.verb === 'replace'
      ? [member(act.sent, attribute)]
      : readOperations(act).map(({ op, path, value }) => {
          if (op.toLowerCase() === 'remove') return undefined;
          return path.toLowerCase() === attribute.toLowerCase() ? value : member(value, attribute);
        });
  return given.find((one): one is string => typeof one === 'string' && one !== '');
}

/** Changes of names that are all refused, where changes of other things are carried out. */
function renamesRefused(view: View): Sighted {
  const names = new Map<string, string>();
  const kinds = new Map<string, { refused: Act[]; done: number; others: number }>();
  for (const act of view.acts) {
    const attribute = NAMES[act.collection];
    if (attribute === undefined) continue;
    const kind = kinds.get(act.collection) ?? { refused: [], done: 0, others: 0 };
    kinds.set(act.collection, kind);
    if (act.verb === 'patch' || act.verb === 'replace') {
      const given = nameGiven(act);
      const before = names.get(act.target);
      const isRename = given !== undefined && before !== undefined && given !== before;
      if (!isRename) kind.others += act.succeeded ? 1 : 0;
      else if (act.succeeded) kind.done += 1;
      else if (act.refused && (act.status ?? 0) < 500 && !OTHER_REASONS.has(act.status ?? 0))
        kind.refused.push(act);
    }
    const [id, shown] = [member(act.body, 'id'), member(act.body, attribute)];
    if (act.succeeded && typeof id === 'string' && typeof shown === 'string')
      names.set(`/${act.collection}/${encodeSegment(id)}`, shown);
  }
  const struck = [...kinds].filter(
    ([, { refused, done, others }]) => refused.length >= MANY && done === 0 && others >= MANY,
  );
  const seen = new Map<string, Sighting>();
  for (const [, { refused }] of struck)
    for (const act of refused) add(seen, act.exchange.check, [act.number]);
  const about = nameOne(struck.map(([collection]) => collection));
  return { seen: [...seen.values()], contrary: 0, ...present({ about }) };
}

/** What is wrong with giving other names. */
export const renameSymptoms: Symptom[] = [
  { id: 'resources.renames-refused', share: 0, look: renamesRefused },
];
