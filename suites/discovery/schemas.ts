import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { lastingAnswer } from '../../kit/check/sharedAnswer.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, isObject, member, show } from '../../schemas/attributes.ts';
import { findFlaws } from '../../schemas/messages.ts';
import { valuePart } from '../../schemas/parts.ts';
import { documentAnswer } from '../fixtures/documents.ts';
import { entryAnswer, entryPath, fetchEntries, readName } from './documents.ts';
import { haveNone } from './serviceProviderConfig.ts';

const MESSAGES = 'urn:ietf:params:scim:api:';

export const schemas = [
  check(
    'discovery.schemas-are-listed',
    ['7644:4/schemas-list'],
    '/Schemas returns 200 with a ListResponse of Schema resources',
    { reads: true },
    async ({ must, ...tools }) => {
      const answer = await tools.given.the(documentAnswer('Schemas'));

      const { total } = must.haveList(answer);
      const entries = await fetchEntries(tools, 'Schemas');
      const [flaw] = await findFlaws('listResponse', answer.json);
      haveNone(flaw === undefined ? [] : [flaw], must, flaw?.steps[0] ?? 'list');
      must.equal(total, entries.length, { key: 'totalResults', what: 'totalResults' });
      await must.each(entries, readName, async (entry, line) => {
        const wanted = ['schemas', 'id', 'attributes'];
        const flaws = await findFlaws('schema', entry);
        const [first] = flaws.filter(({ steps }) => steps.length <= 2 && wanted.includes(steps[0] ?? ''));
        haveNone(first === undefined ? [] : [first], line, first?.steps[0] ?? 'members');
      });
    },
  ),
  check(
    'discovery.schema-by-id',
    ['7644:4/schemas-single'],
    'each schema can be read by its URI, unwrapped and identical to its entry in the list',
    { reads: true },
    async ({ must, remark, ...tools }) => {
      const entries = (await fetchEntries(tools, 'Schemas')).filter(({ id }) => typeof id === 'string');
      if (entries.length === 0) tools.notApplicable('no listed schema has an id', 'nothing-to-observe');

      await must.each(entries, readName, async (entry, line) => {
        const id = String(entry.id);
        const answer = await schemaById(tools.given, id);
        if (answer.path.includes('%3A'))
          remark('warning', `${readName(entry)}/colons`, 'colons have to be encoded');
        line.haveStatus(answer, 200);
        line.equal(member(answer.body, 'id'), id, { key: 'id', what: 'id' });
        const differs = different(readAttributes(entry), readAttributes(answer.body));
        line.hold(differs === undefined, {
          key: 'attributes',
          expected: 'the attributes that the list shows',
          observed: `${differs} differs`,
          exchange: answer.exchange,
        });
      });
    },
  ),
  check(
    'discovery.schemas-of-types-exist',
    ['7643:6/rt-schema-resolves'],
    'every schema named by a resource type is listed and can be read by its URI',
    { reads: true },
    async ({ must, remark, ...tools }) => {
      const ids = (await fetchEntries(tools, 'Schemas')).map((entry) => String(member(entry, 'id')));
      const named = (await fetchEntries(tools, 'ResourceTypes')).flatMap(listUris);

      await must.each([...new Set(named)], String, async (uri, line) => {
        const listed = ids.find((id) => id.toLowerCase() === uri.toLowerCase());
        line.hold(listed !== undefined, {
          key: 'list',
          expected: `an entry ${uri}`,
          observed: 'none in /Schemas',
        });
        if (listed !== uri)
          remark('warning', `${uri}/letter-case`, `/Schemas lists it as ${valuePart(listed ?? '')}`);
        const answer = await schemaById(tools.given, listed ?? uri);
        line.haveStatus(answer, 200);
        line.equal(member(answer.body, 'id'), listed, { key: 'id', what: 'id' });
      });
    },
  ),
  check(
    'discovery.message-schemas-are-not-listed',
    ['7644:3.1/no-message-schemas'],
    '/Schemas does not list the schemas of protocol messages',
    { reads: true },
    async ({ scim, must, ...tools }) => {
      const entries = await fetchEntries(tools, 'Schemas');
      const listed = entries.map((entry) => String(member(entry, 'id')));
      const message = `${MESSAGES}messages:2.0:ListResponse`;
      const single = await scim.get(entryPath('Schemas', message));

      const wrong = listed.filter((id) => id.toLowerCase().startsWith(MESSAGES));
      must.equal(wrong, [], { key: 'listed', what: 'the message schemas in the list' });
      must.hold(single.status !== 200 || member(single.body, 'id') !== message, {
        key: 'by-id',
        expected: 'no Schema resource of ListResponse',
        observed: `status ${single.status} with it`,
        exchange: single.exchange,
      });
    },
  ),
  check(
    'discovery.schemas-are-named',
    ['7643:7/schema-id-name-description', '7643:3.1/schema-resource-meta'],
    'each schema has a URI, a name, a description and the meta of a Schema resource',
    { reads: true },
    async ({ must, ...tools }) => {
      const entries = await fetchEntries(tools, 'Schemas');

      await must.each(entries, readName, async (entry, line) => {
        const flaws = await findFlaws('schema', entry);
        const [words] = flaws.filter(({ steps }) => /^(id|name|description)$/.test(steps[0] ?? ''));
        haveNone(words === undefined ? [] : [words], line, words?.steps[0] ?? 'words');
      });
      await must.each(entries, readName, async (entry, line) => {
        const row = '7643:3.1/schema-resource-meta';
        const [flaw] = (await findFlaws('schema', entry)).filter(({ steps }) => steps[0] === 'meta');
        line.hold(
          flaw === undefined,
          { key: 'meta', expected: flaw?.expected ?? '', observed: flaw?.observed ?? '' },
          { row },
        );
        const location = String(at(entry, 'meta.location'));
        const id = String(member(entry, 'id'));
        line.hold(
          [id, encodeSegment(id)].some((end) => location.endsWith(`/Schemas/${end}`)),
          {
            key: 'meta.location',
            expected: 'the address of the schema',
            observed: valuePart(location),
          },
          { row },
        );
      });
    },
  ),
  check(
    'discovery.extension-names',
    ['7643:3.3/ext-naming'],
    'extensions may reuse or avoid the names of core attributes',
    { reads: true },
    async ({ observe, ...tools }) => {
      const entries = await fetchEntries(tools, 'Schemas');
      const types = await fetchEntries(tools, 'ResourceTypes');
      const listNames = (uri: string) =>
        readAttributes(entries.find((entry) => member(entry, 'id') === uri) ?? {}).map(readName);

      const shared = types.flatMap((type) => {
        const [base, ...extensions] = listUris(type);
        const taken = new Set(['id', 'externalId', 'meta', 'schemas', ...listNames(base ?? '')]);
        return extensions.flatMap((uri) =>
          listNames(uri)
            .filter((name) => taken.has(name))
            .map((name) => `${uri}:${name}`),
        );
      });
      observe('extensions.names-of-the-core', shared.join(', ') || 'none');
    },
  ),
];

/** The same with every character that is no letter of a segment encoded. */
const encodedAnswer = (id: string) =>
  lastingAnswer(`Schemas/${id} encoded`, ({ scim }) => scim.get(`/Schemas/${encodeSegment(id)}`));

/** One schema, read once for all checks; where a raw colon is not understood, with the colons encoded. */
async function schemaById(given: Given, id: string): Promise<ScimResponse> {
  const raw = await given.the(entryAnswer('Schemas', id));
  if (raw.ok || !id.includes(':')) return raw;
  const encoded = await given.the(encodedAnswer(id));
  return encoded.ok ? encoded : raw;
}

/** The base schema of a resource type, then its extensions. */
export function listUris(type: Attributes): string[] {
  const extensions = member(type, 'schemaExtensions');
  const uris = [type, ...(Array.isArray(extensions) ? extensions : [])].map((one) => member(one, 'schema'));
  return uris.filter((uri) => typeof uri === 'string');
}

/** The attributes that a schema, or the sub-attributes that an attribute defines. */
export function readAttributes(holder: Attributes): Attributes[] {
  const found = member(holder, 'attributes') ?? member(holder, 'subAttributes');
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The first member in which two lists of attributes differ, matched by name and whatever their order. */
function different(left: Attributes[], right: Attributes[]): string | undefined {
  for (const name of new Set([...left, ...right].map(readName))) {
    const [one, other] = [left, right].map((list) => list.find((attribute) => readName(attribute) === name));
    if (one === undefined || other === undefined) return name;
    const below = different(readAttributes(one), readAttributes(other));
    if (below !== undefined) return `${name}.${below}`;
    const rest = ({ subAttributes: _subAttributes, ...own }: Attributes) => show(Object.entries(own).sort());
    if (rest(one) !== rest(other)) return name;
  }
  return undefined;
}
