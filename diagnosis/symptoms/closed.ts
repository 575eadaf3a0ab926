import { isObject, member } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Act } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Requirements of clients: whether a value may be closed to changes is left to the endpoint, and ends what they do. */
const OF_CLIENT = /^(?:entra|okta|smartfile):/;

/** So many attributes can be named in a sentence. */
const NAMEABLE = 2;

/** Changes of a client that fail because the endpoint refuses them as not mutable. */
function closedToClients(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  const names = new Set<string>();
  for (const { check, row, exchanges } of view.failures) {
    if (row === undefined || !OF_CLIENT.test(row)) continue;
    const last = exchanges.flatMap((number) => view.act(number) ?? []).at(-1);
    if (last === undefined || !isRefusedAsClosed(last)) continue;
    add(seen, check, [last.number]);
    for (const name of changedBy(last)) names.add(name);
  }
  const about = names.size > 0 && names.size <= NAMEABLE ? [...names].sort().join(' and ') : undefined;
  return { seen: [...seen.values()], contrary: 0, ...present({ about }) };
}

const isRefusedAsClosed = ({ verb, refused, body }: Act): boolean =>
  (verb === 'patch' || verb === 'replace') && refused && member(body, 'scimType') === 'mutability';

/** The attributes that a PATCH names, in paths or in values. */
function changedBy(act: Act): string[] {
  return readOperations(act).flatMap(({ path, value }) =>
    path !== '' ? [path.replace(/[[.].*$/s, '')] : isObject(value) ? Object.keys(value) : [],
  );
}

/** What clients may not change. */
export const closedSymptoms: Symptom[] = [
  {
    id: 'resources.closed-to-clients',
    least: 1,
    share: 0,
    precise: true,
    byExchange: true,
    look: closedToClients,
  },
];
