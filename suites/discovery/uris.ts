import { type CheckTools, check } from '../../kit/check/check.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import {
  type Attributes,
  at,
  ENTERPRISE,
  GROUP,
  isQualified,
  member,
  USER,
} from '../../schemas/attributes.ts';
import { resourceType } from '../../schemas/lookup.ts';
import { populated } from '../fixtures/populated.ts';
import { entryPath, fetchConfig, fetchEntries, requireDocument } from './documents.ts';
import { listUris } from './schemas.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';
const REGISTERED = [
  USER,
  GROUP,
  ENTERPRISE,
  `${CORE}ServiceProviderConfig`,
  `${CORE}ResourceType`,
  `${CORE}Schema`,
];

export const uris = [
  check(
    'discovery.schemas-in-use-are-listed',
    ['7643:7/core-meta-schemas-listed'],
    'every schema named by discovery or by a resource is in /Schemas',
    async ({ must, capabilities, ...tools }) => {
      const listed = (await fetchEntries(tools, 'Schemas')).map(({ id }) => String(id).toLowerCase());
      const named = [...(await namedInDiscovery(tools)), ...(await namedByUser({ ...tools, capabilities }))];

      await must.each([...new Set(named)], String, (uri, line) => {
        line.hold(listed.includes(uri.toLowerCase()), {
          key: 'listed',
          expected: `a Schema resource ${uri}`,
          observed: 'none in /Schemas',
        });
      });
    },
  ),
  check(
    'discovery.schema-uris-are-spelled-as-registered',
    ['7643:10.2.1/schema-urn-spelling'],
    'registered schema URIs are spelled as registered',
    async ({ scim, must, observe, capabilities, ...tools }) => {
      const ids = (await fetchEntries(tools, 'Schemas')).map(({ id }) => String(id));
      const types = (await fetchEntries(tools, 'ResourceTypes')).flatMap(listUris);
      const user = await namedByUser({ ...tools, capabilities });
      const seen = new Set([...ids, ...types, ...user, ...(await namedInDiscovery(tools))]);

      const odd = [...seen].filter((uri) => !REGISTERED.includes(uri) && isRegistered(uri));
      must.equal(odd, [], { key: 'spelling', what: 'the registered URIs in another spelling' });
      const [first] = ids;
      if (first === undefined) return;
      const upper = await scim.get(entryPath('Schemas', first.toUpperCase()));
      observe('schemas.by-id-in-capitals', upper.ok ? 'found' : `answered ${upper.status}`);
    },
  ),
  check(
    'discovery.whole-numbers-are-plain',
    ['7643:2.3.4/integer'],
    'integers are written without a fraction or an exponent',
    { reads: true },
    async ({ must, ...tools }) => {
      const names = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'] as const;
      await namedInDiscovery(tools);

      await must.each([...names], String, async (name, line) => {
        const answer = await requireDocument(tools, name);
        const odd = [...answer.text.matchAll(NUMBERS)].filter(([, , token]) => !/^-?\d+$/.test(token ?? ''));
        line.hold(odd.length === 0 && isText(answer), {
          key: odd[0]?.[1] ?? 'numbers',
          expected: 'digits only',
          observed: odd[0]?.[2] ?? 'nothing to read',
          exchange: answer.exchange,
        });
      });
    },
  ),
];

/** Members whose values are whole numbers, in the text as it came: reading it as JSON hides how they are written. */
const NUMBERS =
  /"(maxOperations|maxPayloadSize|maxResults|totalResults|startIndex|itemsPerPage)"\s*:\s*(-?[0-9][^\s,}]*)/g;

const isText = ({ status, text }: ScimResponse): boolean => status === 200 && text !== '';

const isRegistered = (uri: string): boolean =>
  REGISTERED.some((registered) => registered.toLowerCase() === uri.toLowerCase());

type Reading = Pick<CheckTools, 'given' | 'profile' | 'notApplicable' | 'capabilities'>;

/** What the three documents list in their `schemas`. */
async function namedInDiscovery(tools: Omit<Reading, 'capabilities'>): Promise<string[]> {
  const entries: Attributes[] = [
    await fetchConfig(tools),
    ...(await fetchEntries(tools, 'ResourceTypes')),
    ...(await fetchEntries(tools, 'Schemas')),
  ];
  return entries.flatMap((entry) => texts(member(entry, 'schemas')));
}

/** What users of the run list in their `schemas`, and the containers of their extensions. */
async function namedByUser({ given, capabilities }: Reading): Promise<string[]> {
  if (resourceType(capabilities, 'User') === undefined) return [];
  const reads = (await given.the(populated('User'))).map(({ read }) => read);
  return reads.flatMap((read) => [
    ...texts(at(read, 'schemas')),
    ...Object.keys(read).filter((name) => isQualified(name)),
  ]);
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
