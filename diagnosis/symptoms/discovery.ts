import { diagnosisOfRow } from '../../config/diagnoses/diagnoses.ts';
import type { View } from '../view.ts';
import { add, type Sighted, type Sighting, type Symptom } from './symptom.ts';

const DOCUMENTS = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'];

/** Each of the three documents was asked for, and none was ever served. */
function unpublished(view: View): Sighted {
  const asked = view.acts.filter(
    ({ verb, target, exchange }) =>
      verb === 'discovery' && exchange.method === 'GET' && DOCUMENTS.includes(target),
  );
  const served = asked.filter(({ succeeded }) => succeeded).length;
  const isEach = DOCUMENTS.every((document) => asked.some(({ target }) => target === document));
  if (!isEach || served > 0) return { seen: [], contrary: served };
  const seen = new Map<string, Sighting>();
  for (const { exchange, number } of asked) add(seen, exchange.check, [number]);
  return { seen: [...seen.values()], contrary: 0 };
}

/** What is wrong with the discovery documents as a whole. */
export const discoverySymptoms: Symptom[] = [
  {
    id: 'discovery.missing',
    precise: true,
    look: unpublished,
    explains: ({ row, key }) =>
      row === undefined || diagnosisOfRow(row, key)?.id.startsWith('discovery.') === true,
  },
];
