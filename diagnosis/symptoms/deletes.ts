import { present } from '../../schemas/present.ts';
import type { Act } from '../traffic/act.ts';
import type { View } from '../view.ts';
import { add, nameOne, type Sighted, type Sighting } from './symptom.ts';

/** DELETE requests that were refused, by what the next answer from the same address says. */
interface Refusals {
  /** What they name is gone: they were carried out. */
  done: ReadonlySet<Act>;
  /** What they name is still there. */
  kept: ReadonlySet<Act>;
}

const isRefusal = ({ verb, succeeded, status }: Act): boolean =>
  verb === 'delete' && !succeeded && status !== undefined && ![401, 404, 410, 429].includes(status);

/** Tells refused DELETE requests that were carried out all the same from those that were not. */
export function judgeRefusals({ acts }: View): Refusals {
  const [done, kept] = [new Set<Act>(), new Set<Act>()];
  const open = new Map<string, Act[]>();
  for (const act of acts) {
    const before = open.get(act.target) ?? [];
    const isGone = act.status === 404 || act.status === 410;
    if (isGone || act.succeeded) {
      // A further DELETE that is taken says nothing of the one before.
      if (isGone || act.verb !== 'delete') for (const one of before) (isGone ? done : kept).add(one);
      open.delete(act.target);
    }
    if (isRefusal(act)) open.set(act.target, [...before, act]);
  }
  return { done, kept };
}

/** DELETE requests that report a failure and are carried out. */
export function doneYetRefused(view: View): Sighted {
  const { done, kept } = judgeRefusals(view);
  const seen = new Map<string, Sighting>();
  for (const act of done) add(seen, act.exchange.check, [act.number]);
  const about = nameOne(new Set([...done].map(({ collection }) => collection)));
  return { seen: [...seen.values()], contrary: kept.size, ...present({ about }) };
}
