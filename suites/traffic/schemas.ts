import { isList } from '../../kit/check/must.ts';
import { type Breach, type RuleContext, rule } from '../../kit/check/rule.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { type Attributes, isObject, isQualified, member, show } from '../../schemas/attributes.ts';
import type { ResourceType } from '../../schemas/capabilities.ts';
import { COMMON, findSchema } from '../../schemas/lookup.ts';
import { isProjected, ofKnownAddress, once, resourcesIn } from './seen.ts';

/** Every message and resource in a successful answer, discovery included. */
function messagesIn(answered: Answered): Attributes[] {
  const { body } = answered.response;
  if (!isList(answered.response)) return isProjected(answered) ? [] : [body];
  const listed = member(body, 'Resources');
  const elements = Array.isArray(listed) && !isProjected(answered) ? listed.filter(isObject) : [];
  return [body, ...elements];
}

const isMessage = (answered: Answered, context: RuleContext): boolean =>
  answered.response.ok &&
  isObject(answered.response.json) &&
  answered.request.method !== 'DELETE' &&
  ofKnownAddress(answered, context);

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The resources of an answer that have schemas and whose resource type the endpoint declares. */
function declaredIn(answered: Answered, context: RuleContext) {
  if (context.capabilities.assumed.includes('resourceTypes')) return [];
  return resourcesIn(answered, context).flatMap(({ resource, type }) => {
    const schemas = member(resource, 'schemas');
    return type !== undefined && Array.isArray(schemas) && schemas.length > 0
      ? [{ resource, type, schemas }]
      : [];
  });
}

const known = ({ schema, extensions }: ResourceType): string[] => [
  schema,
  ...extensions.map((one) => one.schema),
];

export const schemas = [
  rule({
    id: 'traffic.messages-name-their-schemas',
    verifies: ['7643:2.1/resource-has-schemas'],
    title: 'every resource and every message names its schemas in an array',
    reads: true,
    applies: (answered, context) => isMessage(answered, context) && messagesIn(answered).length > 0,
    breaks: (answered) =>
      once(
        messagesIn(answered).flatMap((message, index): Breach[] => {
          const named = member(message, 'schemas');
          const fine =
            Array.isArray(named) && named.length > 0 && named.every((urn) => typeof urn === 'string');
          const key = `${answered.response.template.split('?')[0]}${index > 0 ? '/Resources' : ''}`;
          return fine
            ? []
            : [{ key, expected: 'schemas, a non-empty array of strings', observed: show(named) }];
        }),
      ),
  }),
  rule({
    id: 'traffic.schemas-are-a-set',
    verifies: ['7643:3/schemas-no-duplicates'],
    title: 'no resource names one schema twice',
    reads: true,
    applies: (answered, context) => isMessage(answered, context) && messagesIn(answered).length > 0,
    breaks: (answered) => {
      const twice = messagesIn(answered)
        .map((message) => member(message, 'schemas'))
        .find((named) => Array.isArray(named) && new Set(named).size < named.length);
      return twice === undefined
        ? undefined
        : { key: 'schemas', expected: 'each schema once', observed: show(twice) };
    },
  }),
  rule({
    id: 'traffic.schemas-are-declared',
    verifies: ['7643:3/schemas-only-declared'],
    title: 'resources name only schemas declared by their resource type',
    reads: true,
    applies: (answered, context) => declaredIn(answered, context).length > 0,
    breaks: (answered, context) =>
      once(
        declaredIn(answered, context).flatMap(({ type, schemas: named }): Breach[] => {
          const strange = named.filter((urn) => !known(type).some((one) => same(one, String(urn))));
          if (strange.length === 0) return [];
          return [
            {
              key: `${type.name}.schemas`,
              expected: `some of ${show(known(type))}`,
              observed: show(strange),
            },
          ];
        }),
      ),
  }),
  rule({
    id: 'traffic.base-schema-is-named',
    verifies: ['7643:3.3/base-schema-present'],
    title: 'the schemas of every resource include the base schema of its resource type',
    reads: true,
    applies: (answered, context) => declaredIn(answered, context).length > 0,
    breaks: (answered, context) =>
      once(
        declaredIn(answered, context)
          .filter(({ type, schemas: named }) => !named.some((urn) => same(String(urn), type.schema)))
          .map(({ type, schemas: named }) => ({
            key: `${type.name}.schemas`,
            expected: `${type.schema} among them`,
            observed: show(named),
          })),
      ),
  }),
  rule({
    id: 'traffic.attributes-are-published',
    verifies: ['7643:3/undeclared-attributes'],
    title: 'resources have only attributes defined by the published schemas',
    reads: true,
    applies: (answered, context) =>
      !context.capabilities.assumed.includes('schemas') &&
      resourcesIn(answered, context).some(
        ({ type }) => type && findSchema(context.capabilities, type.schema),
      ),
    breaks: (answered, context) =>
      once(
        resourcesIn(answered, context).flatMap(({ resource, type }): Breach[] => {
          const schema = type && findSchema(context.capabilities, type.schema);
          if (schema === undefined) return [];
          const published = new Set([...COMMON, ...schema.attributes.map(({ name }) => name.toLowerCase())]);
          return Object.keys(resource)
            .filter((name) => !published.has(name.toLowerCase()) && !isQualified(name))
            .map((name) => ({
              key: `${type?.name}.${/^[\w$-]{1,40}$/.test(name) && !name.includes(context.marker) ? name : 'other'}`,
              expected: 'attributes of the published schema',
              observed: show(name),
            }));
        }),
      ),
  }),
];
