import { check } from '../../kit/check/check.ts';
import { type Attributes, equal, GROUP, member, show, USER, unassigned } from '../../schemas/attributes.ts';
import { interpretEndpoint } from '../../schemas/endpoints.ts';
import { findFlaws } from '../../schemas/messages.ts';
import { valuePart } from '../../schemas/parts.ts';
import { documentAnswer } from '../fixtures/documents.ts';
import { entriesIn, entryAnswer, entryPath, fetchEntries, readName } from './documents.ts';
import { haveNone } from './serviceProviderConfig.ts';

export const resourceTypes = [
  check(
    'discovery.resource-types-are-listed',
    ['7644:4/rt-list'],
    '/ResourceTypes returns 200 with a ListResponse',
    { reads: true },
    async ({ must, ...tools }) => {
      const answer = await tools.given.the(documentAnswer('ResourceTypes'));

      const { total } = must.haveList(answer);
      const entries = await fetchEntries(tools, 'ResourceTypes');
      const [flaw] = await findFlaws('listResponse', answer.json);
      haveNone(flaw === undefined ? [] : [flaw], must, flaw?.steps[0] ?? 'list');
      must.equal(total, entries.length, { key: 'totalResults', what: 'totalResults' });
    },
  ),
  check(
    'discovery.resource-types-say-where-they-are',
    ['7643:6/rt-required-members'],
    'each resource type has its schemas, a name, an endpoint and a base schema',
    { reads: true },
    async ({ must, ...tools }) => {
      const entries = await fetchEntries(tools, 'ResourceTypes');

      await must.each(entries, readName, async (entry, line) => {
        const wanted = ['schemas', 'name', 'endpoint', 'schema'];
        const flaws = await findFlaws('resourceType', entry);
        const [first] = flaws.filter(({ steps }) => wanted.includes(steps[0] ?? ''));
        haveNone(first === undefined ? [] : [first], line, first?.steps[0] ?? 'members');
      });
    },
  ),
  check(
    'discovery.resource-types-name-extensions',
    ['7643:6/rt-ext-members'],
    'each extension of a resource type names its schema and says whether it is required',
    { reads: true },
    async ({ must, ...tools }) => {
      const entries = await fetchEntries(tools, 'ResourceTypes');

      await must.each(entries, readName, async (entry, line) => {
        const flaws = (await findFlaws('resourceType', entry)).filter(
          ({ steps }) => steps[0] === 'schemaExtensions',
        );
        haveNone(flaws, line, flaws[0]?.steps[2] === undefined ? 'schemaExtensions' : flaws[0].steps[2]);
      });
    },
  ),
  check(
    'discovery.resource-types-are-described',
    ['7643:6/rt-description'],
    'each resource type has a description',
    { reads: true },
    async ({ must, ...tools }) => {
      const entries = await fetchEntries(tools, 'ResourceTypes');

      await must.each(entries, readName, (entry, line) => {
        const description = member(entry, 'description');
        line.hold(typeof description === 'string' && description !== '', {
          key: 'description',
          expected: 'a description',
          observed: show(description),
        });
      });
    },
  ),
  check(
    'discovery.core-types-are-at-their-endpoints',
    ['7644:3.2/core-endpoints'],
    'the core types User and Group are at /Users and /Groups',
    { reads: true },
    async ({ must, notApplicable, capabilities, ...tools }) => {
      const entries = await fetchEntries({ notApplicable, ...tools }, 'ResourceTypes');
      const cores = [
        { name: 'User', urn: USER, endpoint: '/Users' },
        { name: 'Group', urn: GROUP, endpoint: '/Groups' },
      ].filter(({ urn }) => entries.some((entry) => member(entry, 'schema') === urn));
      if (cores.length === 0) notApplicable('the endpoint has neither User nor Group');

      await must.each(
        cores,
        ({ name }) => name,
        ({ urn, endpoint }, line) => {
          // Where they were found: how the endpoint writes that down is another check's claim.
          const found = (capabilities.resourceTypes ?? []).filter(({ schema }) => schema === urn);
          const places = found.map((type) => type.endpoint);
          line.hold(places.includes(endpoint), {
            key: 'endpoint',
            expected: `a resource type of ${urn} at ${endpoint}`,
            observed: valuePart(places.join(', ')),
          });
        },
      );
    },
  ),
  check(
    'discovery.endpoint-names',
    ['7644:3.2/plural-endpoints'],
    'additional resource types may have endpoints of any name',
    { reads: true },
    async ({ observe, ...tools }) => {
      const entries = await fetchEntries(tools, 'ResourceTypes');
      const others = entries.filter((entry) => ![USER, GROUP].includes(String(member(entry, 'schema'))));

      const odd = others.filter((entry) => readEndpoint(entry) !== `/${readName(entry)}s`);
      const named = odd.map((entry) => `${readName(entry)} at ${readEndpoint(entry)}`).join(', ');
      observe('endpoints.further-types', others.length === 0 ? 'none' : named || 'name and plural s');
    },
  ),
  check(
    'discovery.resource-type-by-id',
    ['7644:4/rt-single'],
    'a resource type can be read at its published id or location, unwrapped',
    { reads: true },
    async ({ scim, must, notApplicable, ...tools }) => {
      const entries = await fetchEntries({ notApplicable, ...tools }, 'ResourceTypes');
      const placed = entries.flatMap((entry) => {
        const path = readPlace(entry, (address) => scim.pathWithin(address));
        return path === undefined ? [] : [{ entry, path }];
      });
      if (placed.length === 0)
        notApplicable('resource types publish neither id nor location', 'nothing-to-observe');

      await must.each(
        placed,
        ({ entry }) => readName(entry),
        async ({ entry, path }, line) => {
          const { id } = entry;
          const own = typeof id === 'string' && entryPath('ResourceTypes', id) === path ? id : undefined;
          const answer =
            own === undefined
              ? await scim.get(path)
              : await tools.given.the(entryAnswer('ResourceTypes', own));
          line.haveStatus(answer, 200);
          for (const name of ['name', 'endpoint', 'schema'])
            line.hold(equal(member(answer.body, name), member(entry, name)), {
              key: name,
              expected: `${name} ${show(member(entry, name))}, as in the list`,
              observed: show(member(answer.body, name)),
            });
        },
      );
    },
  ),
  check(
    'discovery.endpoints-answer',
    ['7643:6/rt-endpoint-works'],
    'the endpoint of each resource type can be reached',
    { reads: true },
    async ({ scim, must, remark, ...tools }) => {
      const entries = await fetchEntries(tools, 'ResourceTypes');

      await must.each(entries, readName, async (entry, line) => {
        const declared = member(entry, 'endpoint');
        const { relative: endpoint } = interpretEndpoint(
          String(declared),
          String(member(entry, 'schema')),
          scim.url,
        );
        if (endpoint === undefined)
          return line.hold(false, {
            key: 'endpoint',
            expected: 'a path relative to the tenant URL, such as /Users',
            observed: show(declared),
          });
        const answer = await scim.get(endpoint, { query: { count: 1 } });
        const tooMany = answer.status === 400 && member(answer.body, 'scimType') === 'tooMany';
        line.haveStatus(answer, [200, 400, 403, 405, 501], { key: 'endpoint' });
        const listed = answer.status === 200 && unassigned(member(answer.body, 'totalResults'));
        line.hold(!listed || entriesIn(answer).length > 0, {
          key: 'list',
          expected: 'a ListResponse',
          observed: 'status 200 with something else',
          exchange: answer.exchange,
        });
        if (![200, 403].includes(answer.status) && !tooMany)
          remark('warning', `${readName(entry)}/listing`, `GET ${endpoint} is answered ${answer.status}`);
      });
    },
  ),
];

/** The endpoint of a resource type as a path; some write it without a slash, or as a whole address. */
function readEndpoint(entry: Attributes): string {
  const endpoint = String(member(entry, 'endpoint') ?? '');
  return `/${endpoint.replace(/^.*:\/\/[^/]+/, '').replace(/^\/+|\/+$/g, '')}`;
}

function readPlace(
  entry: Attributes,
  pathWithin: (address: string) => string | undefined,
): string | undefined {
  const id = member(entry, 'id');
  if (typeof id === 'string' && id !== '') return entryPath('ResourceTypes', id);
  const location = member(member(entry, 'meta'), 'location');
  return typeof location === 'string' ? pathWithin(location) : undefined;
}
