import { at, ENTERPRISE, isObject, member } from '../../schemas/attributes.ts';
import type { Act } from '../traffic/act.ts';
import type { Failure } from '../view.ts';
import { ofExchanges, type Symptom } from './symptom.ts';

/** The resources of an answer: itself, or those of a list. */
function resourcesIn({ body, succeeded, collection }: Act): unknown[] {
  if (!succeeded || !isObject(body) || !/^(Users|Groups)$/.test(collection)) return [];
  const listed = member(body, 'Resources');
  return Array.isArray(listed) ? listed : [body];
}

/** Of the resources that an answer shows, whether one is so; undefined where none says anything of it. */
function ofResources(act: Act, judge: (resource: unknown) => boolean | undefined): boolean | undefined {
  const verdicts = resourcesIn(act).flatMap((resource) => judge(resource) ?? []);
  return verdicts.length === 0 ? undefined : verdicts.includes(true);
}

const entriesIn = (resource: unknown): unknown[] =>
  isObject(resource) ? Object.values(resource).filter(Array.isArray).flat() : [];

/** Whether a resource shows an entry that is an empty text, which nobody sent. */
function isHollow(act: Act): boolean | undefined {
  const isEmpty = (entry: unknown) => isObject(entry) && member(entry, 'value') === '';
  if (act.exchange.request.body?.includes('""')) return undefined;
  return ofResources(act, (resource) => entriesIn(resource).some(isEmpty));
}

/** Whether a manager is shown as something other than an object. */
function isManagerText(act: Act): boolean | undefined {
  return ofResources(act, (resource) => {
    const manager = at(resource, `${ENTERPRISE}:manager`);
    return manager === undefined || manager === null ? undefined : !isObject(manager);
  });
}

/** Whether an address of a resource holds what no address can hold. */
function hasBrokenReference(act: Act): boolean | undefined {
  return ofResources(act, (resource) => {
    const references = entriesIn(resource).flatMap((entry) => member(entry, '$ref') ?? []);
    return references.length === 0 ? undefined : references.some((one) => /\s/.test(String(one)));
  });
}

/** Whether points in time that a write sends come back as dates alone. */
function cutsTimes({ verb, succeeded, exchange }: Act): boolean | undefined {
  if ((verb !== 'create' && verb !== 'replace') || !succeeded) return undefined;
  const sent = exchange.request.body?.match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? [];
  const shown = exchange.response?.body;
  if (sent.length === 0 || shown === undefined) return undefined;
  return sent.some((time) => shown.includes(`${time.slice(0, 11)}"`));
}

const isAboutTimes = ({ key = '', row = '' }: Failure): boolean =>
  /time|moment|date|filter/i.test(`${key} ${row}`);

const isAboutReferences = ({ key = '', row = '' }: Failure): boolean =>
  key === '' || /ref|member|manager|repeats|value|refused|status/i.test(`${key} ${row}`);

/** Resources that are shown in a shape that nobody gave them. */
export const shapeSymptoms: Symptom[] = [
  ofExchanges({ id: 'resources.hollow-entries', share: 0.05, precise: true }, isHollow),
  ofExchanges({ id: 'resources.manager-wrong', share: 0.5, precise: true }, isManagerText),
  ofExchanges(
    { id: 'resources.times-cut', least: 1, share: 0.3, precise: true, explains: isAboutTimes },
    cutsTimes,
  ),
  ofExchanges(
    { id: 'resources.references-broken', share: 0.5, precise: true, explains: isAboutReferences },
    hasBrokenReference,
  ),
];
