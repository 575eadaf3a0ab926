import { type Breach, type RuleContext, rule } from '../../kit/check/rule.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { member, show } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { once, resourcesIn, type Seen } from './seen.ts';

const ETAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

const readMeta = (seen: Seen, name: string): unknown => member(member(seen.resource, 'meta'), name);

/** A resource that an answer carries as its whole body. */
function single(answered: Answered, context: RuleContext): Seen | undefined {
  const { response } = answered;
  const seen = resourcesIn(answered, context);
  return seen.length === 1 && seen[0]?.resource === response.body ? seen[0] : undefined;
}

/** A tag as it was before a proxy weakened it or marked it as compressed. */
const bareTag = (tag: string): string => tag.replace(/^W\//, '').replace(/[-;]+(gzip|br|deflate|df)"$/, '"');

export const identity = [
  rule({
    id: 'traffic.resources-have-an-id',
    verifies: ['7643:3.1/id-present'],
    title: 'every representation of a resource has an id, a non-empty string',
    reads: true,
    applies: (answered, context) => resourcesIn(answered, context).length > 0,
    breaks: (answered, context) =>
      once(
        resourcesIn(answered, context).flatMap(({ resource, type }): Breach[] => {
          const id = member(resource, 'id');
          if (typeof id === 'string' && id !== '') return [];
          return [
            { key: `${type?.name ?? 'resource'}.id`, expected: 'a non-empty string', observed: show(id) },
          ];
        }),
      ),
  }),
  rule({
    id: 'traffic.pages-show-no-resource-twice',
    verifies: ['7644:3.4.2/page-ids-distinct'],
    title: 'no page of a list shows a resource twice',
    reads: true,
    applies: (answered, context) => resourcesIn(answered, context).length > 1,
    breaks: (answered, context) => {
      const ids = resourcesIn(answered, context).flatMap(({ resource }) => {
        const id = member(resource, 'id');
        return typeof id === 'string' ? [id] : [];
      });
      const twice = ids.length - new Set(ids).size;
      if (twice === 0) return undefined;
      return { key: 'id', expected: 'each id once', observed: `${twice} of ${ids.length} ids a second time` };
    },
  }),
  rule({
    id: 'traffic.ids-avoid-bulk-id',
    verifies: ['7643:3.1/id-no-bulkid'],
    title: 'no id contains the reserved word bulkId',
    reads: true,
    applies: (answered, context) => resourcesIn(answered, context).length > 0,
    breaks: (answered, context) => {
      const ids = resourcesIn(answered, context).map(({ resource }) => member(resource, 'id'));
      const reserved = ids.find((id) => typeof id === 'string' && id.includes('bulkId'));
      return reserved === undefined
        ? undefined
        : { key: 'id', expected: 'an id without bulkId', observed: show(reserved) };
    },
  }),
  rule({
    id: 'traffic.ids-are-not-reassigned',
    verifies: ['7643:3.1/id-not-reassigned'],
    title: 'no resource gets the id of one that was deleted',
    applies: (answered, context) =>
      answered.request.method === 'POST' &&
      answered.response.status === 201 &&
      resourcesIn(answered, context).length > 0,
    breaks: (answered, context) =>
      answered.reassigned
        ? {
            key: resourcesIn(answered, context)[0]?.type?.name ?? 'resource',
            expected: 'an id that was not in use before',
            observed: 'the id of a resource that this run had deleted',
          }
        : undefined,
  }),
  rule({
    id: 'traffic.meta-names-the-resource-type',
    verifies: ['7643:3.1/meta-resourcetype-name'],
    title: "meta.resourceType is the name of the endpoint's resource type",
    reads: true,
    applies: (answered, context) =>
      !context.capabilities.assumed.includes('resourceTypes') &&
      resourcesIn(answered, context).some(
        (seen) => seen.type && readMeta(seen, 'resourceType') !== undefined,
      ),
    breaks: (answered, context) =>
      once(
        resourcesIn(answered, context).flatMap((seen): Breach[] => {
          const named = readMeta(seen, 'resourceType');
          if (seen.type === undefined || named === undefined || named === seen.type.name) return [];
          return [
            {
              key: `${seen.type.name}.meta.resourceType`,
              expected: show(seen.type.name),
              observed: show(named),
            },
          ];
        }),
      ),
  }),
  rule({
    id: 'traffic.content-location-is-meta-location',
    verifies: ['7643:3.1/content-location-consistent'],
    title: 'a Content-Location header equals meta.location',
    reads: true,
    applies: (answered, context) => {
      const seen = single(answered, context);
      const named = answered.response.headers['content-location'] !== undefined;
      return named && seen !== undefined && typeof readMeta(seen, 'location') === 'string';
    },
    breaks: (answered, context) => {
      const seen = single(answered, context) as Seen;
      const header = answered.response.headers['content-location'] ?? '';
      const location = String(readMeta(seen, 'location'));
      const place = context.pathWithin(header);
      if (place !== undefined && place === context.pathWithin(location)) return undefined;
      const bases = [`${context.url}/`, context.url + answered.request.path];
      const forms = (address: string) =>
        bases.flatMap((base) => (URL.canParse(address, base) ? [new URL(address, base).href] : []));
      if (forms(header).some((one) => forms(location).includes(one))) return undefined;
      return { key: 'Content-Location', expected: show(location), observed: show(header) };
    },
  }),
  rule({
    id: 'traffic.version-is-the-entity-tag',
    verifies: ['7643:3.1/version-equals-etag'],
    title: 'meta.version equals the ETag of the response',
    reads: true,
    applies: (answered, context) => {
      const seen = single(answered, context);
      const tagged =
        answered.response.headers.etag !== undefined && context.capabilities.features.etag === true;
      return tagged && seen !== undefined && typeof readMeta(seen, 'version') === 'string';
    },
    breaks: (answered, context) => {
      const version = String(readMeta(single(answered, context) as Seen, 'version'));
      const tag = answered.response.headers.etag ?? '';
      if (bareTag(version) === bareTag(tag)) return undefined;
      return { key: 'meta.version', expected: `${valuePart(tag)}, as in ETag`, observed: valuePart(version) };
    },
  }),
  rule({
    id: 'traffic.entity-tags-are-quoted',
    verifies: ['9110:8.8.3/etag-syntax'],
    title: 'every ETag is a quoted string, with a W/ prefix if weak',
    reads: true,
    applies: ({ response }) => response.headers.etag !== undefined,
    breaks: ({ response }) =>
      ETAG.test(response.headers.etag ?? '')
        ? undefined
        : { key: 'ETag', expected: '"..." or W/"..."', observed: show(response.headers.etag) },
  }),
];
