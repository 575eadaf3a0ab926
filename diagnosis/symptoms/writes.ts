import { diagnosisOfRow } from '../../config/diagnoses/diagnoses.ts';
import { decodeSegment } from '../../kit/wire/paths.ts';
import { isObject, member } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { type Act, readHeader } from '../traffic/act.ts';
import { readOperations } from '../traffic/requests.ts';
import { describeMost } from '../traffic/requestWords.ts';
import type { Failure, View } from '../view.ts';
import { doneYetRefused, judgeRefusals } from './deletes.ts';
import { add, ofExchanges, ofKinds, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Whether an operation is turned away as not being there, or not being allowed, whatever is asked of it. */
function isTurnedAway(act: Act): boolean | undefined {
  if (!isAnswered(act)) return undefined;
  if (act.succeeded) return false;
  return [403, 404, 405, 500, 501].includes(act.status ?? 0) ? true : undefined;
}

const OWN_TARGET = new Set(['given', 'claim', 'control']);

/** Requests from which on it is no chance that none of them was carried out. */
const MANY = 5;

/**
 * An operation that is turned away wherever it is tried, or on one kind of resource only: as not being there or not
 * allowed, or in whatever other way where none was ever carried out.
 */
function turnedAway(id: string, verb: Act['verb']): Symptom {
  const symptom = { id, share: 0.9, precise: true } as const;
  const isOne = (act: Act) => act.verb === verb && OWN_TARGET.has(act.exchange.purpose);
  const look = (view: View): Sighted => {
    const done = verb === 'delete' ? judgeRefusals(view).done : new Set<Act>();
    const judged = view.acts.filter((act) => isOne(act) && isAnswered(act) && !done.has(act));
    // A PUT of what was read is refused for what the endpoint shows as well.
    const isNeverDone = ({ collection }: Act) => {
      if (verb === 'replace') return false;
      const alike = judged.filter((act) => act.collection === collection);
      return alike.length >= MANY && !alike.some(({ succeeded }) => succeeded);
    };
    const never = new Set(judged.filter(isNeverDone).map(({ collection }) => collection));
    const judge = (act: Act) =>
      !isOne(act) || done.has(act)
        ? undefined
        : (isAnswered(act) && never.has(act.collection)) || isTurnedAway(act);
    return ofKinds(symptom, judge).look(view);
  };
  return { ...symptom, share: 0, look };
}

/** Whether a request was answered, and neither for its token nor for its pace. */
const isAnswered = ({ status }: Act): boolean => status !== undefined && status !== 401 && status !== 429;

/** Set-up steps composed of what the endpoint itself publishes, and refused all the same. */
function refusedInSetUp(view: View, verb: Act['verb']): Sighted {
  const refused = view.acts.filter(
    (act) =>
      act.verb === verb &&
      act.exchange.purpose === 'given' &&
      act.refused &&
      act.status !== 401 &&
      act.status !== 429,
  );
  const seen = new Map<string, Sighting>();
  for (const act of refused) add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0, ...present({ about: describeMost(refused) }) };
}

/** Diagnoses that say that a value is held twice. */
const HELD_TWICE = new Set(['create.names-not-unique', 'races.two-accounts', 'create.group-names']);

/** Refusals of a taken value with another status than 409, where nobody came to hold it twice. */
function conflictsUnnamed(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  for (const { check, row, exchanges } of view.failures) {
    if (row === undefined || !HELD_TWICE.has(diagnosisOfRow(row)?.id ?? '')) continue;
    const shown = exchanges.flatMap((number) => view.act(number) ?? []);
    const writes = shown.filter(({ verb }) => verb === 'create' || verb === 'replace' || verb === 'patch');
    const refused = writes.filter(({ status }) => status !== undefined && status >= 400 && status !== 409);
    if (refused.length > 0 && refused.length === writes.length)
      add(
        seen,
        check,
        refused.map((act) => act.number),
      );
  }
  return { seen: [...seen.values()], contrary: 0 };
}

/** Whether what fails is that something is still there which a DELETE took away, by its answer. */
function failsToDelete({ exchanges }: Failure, { acts }: View): boolean {
  const last = acts.filter(({ exchange }) => exchanges.includes(exchange.number)).at(-1);
  if (last === undefined || !last.succeeded || last.verb === 'create') return false;
  return acts.some(
    ({ verb, succeeded, exchange }) =>
      verb === 'delete' &&
      succeeded &&
      exchange.path === last.exchange.path &&
      exchange.number <= last.exchange.number,
  );
}

/** Whether a PATCH of one form of operation is refused: those without a path, all others being the contrary. */
function pathlessRefused(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  let [contrary, withPath] = [0, 0];
  for (const act of view.acts) {
    const operations = act.verb === 'patch' ? readOperations(act) : [];
    const isClear = act.succeeded || act.status === 400 || act.status === 501;
    if (operations.length === 0 || !isClear || !OWN_TARGET.has(act.exchange.purpose)) continue;
    const isPathless = operations.every(
      ({ op, path, value }) => path === '' && isObject(value) && op !== 'remove',
    );
    if (isPathless && act.refused) add(seen, act.exchange.check, [act.number]);
    else if (isPathless) contrary += 1;
    else if (act.succeeded) withPath += 1;
  }
  return withPath === 0 ? { seen: [], contrary } : { seen: [...seen.values()], contrary };
}

const LOCATION = 'create.location-wrong';

/** Whether a create is answered with an address that does not end in the id of what it made. */
function leadsElsewhere(act: Act): boolean | undefined {
  const id = act.verb === 'create' && act.succeeded ? member(act.body, 'id') : undefined;
  const address = readHeader(act.exchange.response?.headers, 'location');
  if (typeof id !== 'string' || address === undefined) return undefined;
  return decodeSegment(address.split('/').at(-1) ?? '') !== id;
}

/** Writes that are turned away, or answered in the wrong form. */
export const writeSymptoms: Symptom[] = [
  turnedAway('create.refused', 'create'),
  turnedAway('patch.refused', 'patch'),
  turnedAway('replace.refused', 'replace'),
  turnedAway('delete.refused', 'delete'),
  { id: 'delete.done-yet-refused', share: 0.5, precise: true, look: doneYetRefused },
  turnedAway('bulk.refused', 'bulk'),
  { id: 'create.conflicts-not-named', least: 1, share: 0, precise: true, look: conflictsUnnamed },
  // Nearly every check creates something: a deletion that is not carried out has a cause of its own.
  ofExchanges(
    { id: 'create.not-201', share: 0.9, explains: (failure, view) => !failsToDelete(failure, view) },
    (act) => (act.verb === 'create' && act.succeeded ? act.status !== 201 : undefined),
  ),
  ofExchanges({ id: 'create.without-body', share: 0.9 }, (act) =>
    act.verb === 'create' && act.succeeded ? act.exchange.response?.body === undefined : undefined,
  ),
  ofExchanges({ id: 'patch.empty-200', share: 0.9 }, (act) =>
    act.verb === 'patch' && act.succeeded
      ? act.status === 200 && act.exchange.response?.body === undefined
      : undefined,
  ),
  // Nearly every check creates something, and few go by its address.
  ofExchanges(
    {
      id: LOCATION,
      share: 0.5,
      explains: ({ row, key }) => row === undefined || diagnosisOfRow(row, key)?.id === LOCATION,
    },
    leadsElsewhere,
  ),
  { id: 'patch.pathless-refused', least: 3, share: 0.9, look: pathlessRefused },
  { id: 'create.sound-body-refused', share: 0, look: (view) => refusedInSetUp(view, 'create') },
  { id: 'patch.client-form-refused', share: 0, look: (view) => refusedInSetUp(view, 'patch') },
];
