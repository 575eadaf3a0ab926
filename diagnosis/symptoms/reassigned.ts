import { isObject, member } from '../../schemas/attributes.ts';
import { operationsIn, pairResults, resultsIn } from '../../schemas/bulk.ts';
import type { Act } from '../traffic/act.ts';
import type { View } from '../view.ts';
import { readMade } from './made.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Paths of what a request deleted, by its answer. */
function readDeleted(act: Act): string[] {
  if (act.verb === 'delete') return act.succeeded ? [act.target] : [];
  if (act.verb !== 'bulk' || !isObject(act.body)) return [];
  const asked = operationsIn(act.exchange.request.body);
  const results = pairResults(asked, resultsIn(act.body), () => undefined);
  return asked.flatMap((operation, index) => {
    const status = results[index]?.status ?? 0;
    const isDone = /^delete$/i.test(String(operation.method)) && status >= 200 && status < 300;
    return isDone ? [String(operation.path)] : [];
  });
}

const nameIn = (body: unknown): string =>
  String(member(body, 'userName') ?? member(body, 'displayName') ?? '').toLowerCase();

/**
 * Ids of what was deleted, given to something new under another name than it ever had: whoever asks by such an id meets
 * that. One that is there again under its name is the same to whom it belonged.
 */
function idsGivenAgain(view: View): Sighted {
  const names = new Map<string, Set<string>>();
  const deleted = new Map<string, number>();
  const seen = new Map<string, Sighting>();
  for (const act of view.acts) {
    for (const path of readDeleted(act)) deleted.set(path, act.number);
    for (const { path, sent } of readMade(act)) {
      const [since, before, name] = [deleted.get(path), names.get(path), nameIn(sent)];
      if (since !== undefined && before?.has(name) === false)
        add(seen, act.exchange.check, [since, act.number]);
      deleted.delete(path);
      names.set(path, new Set([name]));
    }
    if (act.succeeded) names.get(act.target)?.add(nameIn(act.body));
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** What is wrong with ids over time. */
export const reassignedSymptoms: Symptom[] = [
  // Next to every check deletes something, and asks for it again.
  { id: 'create.ids-given-again', least: 3, share: 0, look: idsGivenAgain, total: true },
];
