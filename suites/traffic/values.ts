import { type Breach, type RuleContext, rule } from '../../kit/check/rule.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { isObject, member, show } from '../../schemas/attributes.ts';
import { listAttributes, resourceType } from '../../schemas/lookup.ts';
import { type Described, describedIn, once, resourcesIn } from './seen.ts';

const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** Whether a value is an xsd:dateTime: zone and fraction may be left out. */
function isDateTime(value: unknown): boolean {
  if (typeof value !== 'string' || !DATE_TIME.test(value)) return false;
  // Date.parse keeps three digits of a fraction at most on some engines, and needs no zone.
  return !Number.isNaN(Date.parse(value.replace(/\.\d+/, '')));
}

/** Every described value of the resources in an answer. */
function valuesIn(answered: Answered, context: RuleContext): Described[] {
  let known = described.get(answered);
  if (known === undefined) {
    known = resourcesIn(answered, context).flatMap((seen) => describedIn(seen, context));
    described.set(answered, known);
  }
  return known;
}

/** As in `resourcesIn`: taken apart once for all rules. */
const described = new WeakMap<Answered, Described[]>();

const flat = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** A rule over every value of one type. */
function overType(
  type: string,
  definition: { id: string; verifies: string[]; title: string },
  breach: (
    value: unknown,
    described: Described,
    answered: Answered,
    context: RuleContext,
  ) => string | undefined,
) {
  const ofType = (answered: Answered, context: RuleContext) =>
    valuesIn(answered, context).filter(({ attribute }) => attribute.type === type);
  return rule({
    ...definition,
    reads: true,
    applies: (answered, context) => ofType(answered, context).length > 0,
    breaks: (answered, context) =>
      once(
        ofType(answered, context).flatMap((described): Breach[] => {
          for (const value of flat(described.value)) {
            const expected = breach(value, described, answered, context);
            if (expected !== undefined) return [{ key: described.key, expected, observed: show(value) }];
          }
          return [];
        }),
      ),
  });
}

export const values = [
  overType(
    'boolean',
    {
      id: 'traffic.booleans-are-json-booleans',
      verifies: ['7643:2.3.2/boolean'],
      title: 'boolean attributes are true or false, not strings',
    },
    (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  ),
  overType(
    'dateTime',
    {
      id: 'traffic.date-times-have-date-and-time',
      verifies: ['7643:2.3.5/datetime-values'],
      title: 'dateTime attributes contain a date and a time in the form of xsd:dateTime',
    },
    (value) => (isDateTime(value) ? undefined : 'an xsd:dateTime'),
  ),
  overType(
    'reference',
    {
      id: 'traffic.references-are-uris',
      verifies: ['7643:2.3.7/reference-values'],
      title: 'reference attributes contain absolute or relative URIs',
    },
    (value, { attribute }, { request, response }, { url, marker }) => {
      // What other clients stored in a profileUrl is theirs; the run answers for its own values alone.
      const own = attribute.name === '$ref' || attribute.mutability === 'readOnly';
      if (!own && !`${request.body}${response.text}`.toLowerCase().includes(marker)) return undefined;
      const fine = typeof value === 'string' && !/\s/.test(value) && URL.canParse(value, `${url}/`);
      return fine ? undefined : 'a URI';
    },
  ),
  rule({
    id: 'traffic.meta-dates-are-date-times',
    verifies: ['7643:3.1/meta-created-datetime'],
    title: 'meta.created and meta.lastModified are xsd:dateTime',
    reads: true,
    applies: (answered, context) =>
      resourcesIn(answered, context).some(({ resource }) => isObject(member(resource, 'meta'))),
    breaks: (answered, context) =>
      once(
        resourcesIn(answered, context).flatMap(({ resource }): Breach[] =>
          ['created', 'lastModified'].flatMap((name) => {
            const value = member(member(resource, 'meta'), name) ?? undefined;
            if (value === undefined || isDateTime(value)) return [];
            return [{ key: `meta.${name}`, expected: 'an xsd:dateTime', observed: show(value) }];
          }),
        ),
      ),
  }),
  rule({
    id: 'traffic.one-primary-at-most',
    verifies: ['7643:2.4/primary-once'],
    title: 'no multi-valued attribute has two primary values',
    reads: true,
    applies: (answered, context) =>
      valuesIn(answered, context).some(({ value }) =>
        flat(value).some((one) => member(one, 'primary') === true),
      ),
    breaks: (answered, context) =>
      once(
        valuesIn(answered, context)
          .filter(({ value }) => flat(value).filter((one) => member(one, 'primary') === true).length > 1)
          .map(({ key, value }) => ({ key, expected: 'primary true at most once', observed: show(value) })),
      ),
  }),
  rule({
    id: 'traffic.arrays-are-as-published',
    verifies: ['7643:2.4/array-shape'],
    title: 'multi-valued attributes are arrays, and singular ones are not',
    reads: true,
    applies: (answered, context) => valuesIn(answered, context).length > 0,
    breaks: (answered, context) =>
      once(
        valuesIn(answered, context)
          .filter(({ attribute, value }) => Array.isArray(value) !== attribute.multiValued)
          .map(({ key, attribute, value }) => ({
            key,
            expected: attribute.multiValued ? 'an array' : 'a single value',
            observed: show(value),
          })),
      ),
  }),
  hidden(
    {
      id: 'traffic.write-only-stays-hidden',
      verifies: ['7643:7/writeonly-not-returned'],
      title: 'no response contains the value of a writeOnly attribute',
    },
    ({ attribute }) => attribute.mutability === 'writeOnly',
  ),
  hidden(
    {
      id: 'traffic.never-returned-stays-hidden',
      verifies: ['7643:7/returned-never'],
      title: 'no response contains the value of a never-returned attribute',
    },
    ({ attribute }) => attribute.returned === 'never',
  ),
];

/** A rule over attributes that no answer may show, in a resource or in the text of an error. */
function hidden(
  definition: { id: string; verifies: string[]; title: string },
  hides: (described: Pick<Described, 'attribute'>) => boolean,
) {
  return rule({
    ...definition,
    reads: true,
    applies: (answered, context) =>
      resourcesIn(answered, context).length > 0 || secretsSent(answered, context, hides).length > 0,
    breaks: (answered, context) => {
      const shown = valuesIn(answered, context)
        .filter(
          (described) =>
            hides(described) && !(Array.isArray(described.value) && described.value.length === 0),
        )
        .map(({ key }) => ({ key, expected: 'not in any response', observed: `${key} with a value` }));
      const repeated = secretsSent(answered, context, hides)
        .filter(({ secret }) => answered.response.text.includes(secret))
        .map(({ key }) => ({
          key: `${key}/text`,
          expected: 'not in any response',
          observed: 'the value that was sent',
        }));
      return once([...shown, ...repeated]);
    },
  });
}

/** Values of hidden attributes in the request, long enough to be known again. */
function secretsSent(
  { request }: Answered,
  { capabilities }: RuleContext,
  hides: (described: Pick<Described, 'attribute'>) => boolean,
): { key: string; secret: string }[] {
  if (request.body === undefined || request.method === 'GET') return [];
  const groups = resourceType(capabilities, 'Group')?.endpoint;
  const kind = groups !== undefined && isBelow(request.path, groups) ? 'Group' : 'User';
  const names = listAttributes(capabilities, kind).filter(
    (located) => hides(located) && located.attribute.type === 'string' && !located.attribute.multiValued,
  );
  const body = names.length > 0 ? parsed(request.body) : undefined;
  return names.flatMap(({ attribute, schema, extension }) => {
    const secret = member(extension ? member(body, schema) : body, attribute.name);
    // A value that the request holds elsewhere, too, may well be shown there.
    const told = typeof secret === 'string' && secret.length >= 8 && occurrences(request, secret) === 1;
    return told ? [{ key: `${kind}.${attribute.name}`, secret }] : [];
  });
}

/** Whether a path is an endpoint, or leads to a resource of it. */
function isBelow(path: string, endpoint: string): boolean {
  return path === endpoint || path.startsWith(`${endpoint}/`) || path.startsWith(`${endpoint}?`);
}

function occurrences({ body = '', path }: Answered['request'], text: string): number {
  return `${path}\n${body}`.split(text).length - 1;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
