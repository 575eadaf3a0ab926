import { present } from '../../schemas/present.ts';
import type { Act } from '../traffic/act.ts';
import type { Failure, View } from '../view.ts';

/** A check, or a fixture that checks share, in whose traffic a symptom shows. */
export interface Sighting {
  sender: string;
  /** The request that shows it first, then what proves it. */
  exchanges: number[];
}

/** Where a symptom shows, and how often the endpoint behaved otherwise where it could have shown. */
export interface Sighted {
  seen: Sighting[];
  contrary: number;
  /** What it is that is wrong, for the words of the diagnosis: a kind of resource, an attribute. */
  about?: string;
}

/** A way to be wrong that shows in the traffic itself, whatever the checks make of it. */
export interface Symptom {
  /** Id of the diagnosis. */
  id: string;
  /** Checks in which it has to show; 2 where it is not said. */
  least?: number;
  /** Share of the opportunities in which it has to show, from 0 to 1; 0.8 where it is not said. */
  share?: number;
  look(view: View): Sighted;
  /** Nothing else can be judged where it shows: it explains every failure. */
  total?: true;
  /** It is read from the failures themselves, so that it owns them as their requirements do. */
  precise?: true;
  /** What it explains has no other cause, whatever else speaks for one. */
  certain?: true;
  /** It explains only failures whose exchanges show it, not whatever else fails in the same check. */
  byExchange?: true;
  /** Whether it can explain this failure of a check in which it shows; all of them where it is not said. */
  explains?(failure: Failure, view: View): boolean;
}

/**
 * A symptom of single exchanges.
 * @param judge true where the exchange shows it, false where it shows the contrary, undefined where it says nothing
 */
export function ofExchanges(
  symptom: Omit<Symptom, 'look'>,
  judge: (act: Act, view: View) => boolean | undefined,
): Symptom {
  return {
    ...symptom,
    look: (view) => {
      const seen = new Map<string, Sighting>();
      let contrary = 0;
      for (const act of view.acts) {
        const shows = judge(act, view);
        if (shows === false) contrary += 1;
        if (shows) add(seen, act.exchange.check, [act.number]);
      }
      return { seen: [...seen.values()], contrary };
    },
  };
}

/**
 * A symptom of everything that is asked of users, of groups, or of both: the words say of which. Its share is that of
 * the requests for one collection.
 * @param judge as for `ofExchanges`
 */
export function ofKinds(
  { share = 0.8, ...symptom }: Omit<Symptom, 'look'>,
  judge: (act: Act) => boolean | undefined,
): Symptom {
  const look = (view: View): Sighted => {
    const byCollection = new Map<string, { showing: Act[]; all: number }>();
    for (const act of view.acts) {
      const shows = judge(act);
      if (shows === undefined) continue;
      const kind = byCollection.get(act.collection) ?? { showing: [], all: 0 };
      byCollection.set(act.collection, kind);
      kind.all += 1;
      if (shows) kind.showing.push(act);
    }
    const struck = [...byCollection].filter(([, { showing, all }]) => showing.length >= all * share);
    const seen = new Map<string, Sighting>();
    for (const [, { showing }] of struck)
      for (const act of showing) add(seen, act.exchange.check, [act.number]);
    const about = nameOne(struck.map(([collection]) => collection));
    return { seen: [...seen.values()], contrary: 0, ...present({ about }) };
  };
  return { ...symptom, share: 0, look };
}

/** What a symptom is about where it struck users alone, or groups alone: `users`, `groups`. */
export function nameOne(collections: Iterable<string>): string | undefined {
  const [only, ...more] = [...collections].map((collection) => collection.toLowerCase());
  return more.length === 0 && (only === 'users' || only === 'groups') ? only : undefined;
}

/** Adds what shows a symptom of one sender to what showed it there before. */
export function add(seen: Map<string, Sighting>, sender: string, exchanges: number[]): void {
  const sighting = seen.get(sender);
  if (sighting) sighting.exchanges.push(...exchanges);
  else seen.set(sender, { sender, exchanges: [...exchanges] });
}
