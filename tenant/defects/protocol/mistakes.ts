import { isObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, refuse, resourcesIn, textIn } from '../kit.ts';

const polluted = new WeakSet<Tenancy>();

/** Alters the text of an attribute in the body of a create. */
function alterText(request: TenantRequest, name: string, alter: (text: string) => string): undefined {
  const text = textIn(request, name);
  if (text !== '' && isObject(request.body)) request.body[name] = alter(text);
  return undefined;
}

/** What mistakes and attacks do that they may not. */
export const protocolMistakeDefects: Defect[] = [
  {
    id: 'error.large-body-breaks',
    says: 'a body beyond the limit breaks the server',
    breaks: ['practice:P27'],
    kills: ['protocol.too-large-a-body-is-refused-in-order'],
    before: ({ problem }) => (problem?.status === 413 ? refuse(500) : undefined),
  },
  {
    id: 'filter.quote-lists-all',
    says: 'a quote in a filter value ends the condition',
    breaks: ['practice:P13'],
    kills: ['protocol.filter-text-is-no-query'],
    before({ query }) {
      if (query.get('filter')?.includes("' or '")) query.delete('filter');
    },
  },
  {
    id: 'filter.quote-breaks',
    says: 'a quote in a filter value or a name breaks the server',
    breaks: ['7644:7.7/injection', '7644:3.12/no-5xx'],
    kills: [
      'protocol.filter-text-is-no-query',
      'protocol.attribute-text-breaks-nothing',
      'traffic.no-internal-error',
    ],
    before: (request) =>
      request.query.get('filter')?.includes("' --") ||
      textIn(request, 'externalId').includes("';") ||
      textIn(request, 'externalId').includes("');")
        ? refuse(500)
        : undefined,
  },
  {
    id: 'create.strips-tags',
    says: 'what looks like HTML is cut out of names',
    breaks: ['practice:P12'],
    kills: ['protocol.text-is-no-code'],
    before: (request) => alterText(request, 'displayName', (text) => text.replace(/<[^>]*>/g, '')),
  },
  {
    id: 'create.ends-at-null',
    says: 'names end at a null character',
    breaks: ['practice:P24'],
    kills: ['protocol.control-characters-are-kept-or-refused'],
    before: (request) => alterText(request, 'displayName', (text) => text.split('\u0000')[0] ?? ''),
  },
  {
    id: 'create.joins-doubled-members',
    says: 'a member that comes twice is stored as both values',
    breaks: ['practice:P26'],
    kills: ['protocol.doubled-members-are-read-one-way'],
    before(request) {
      const names = [...(request.text ?? '').matchAll(/"userName":"([^"]+)"/g)].map((found) => found[1]);
      if (isCreate(request) && names.length > 1 && isObject(request.body))
        request.body.userName = names.join(',');
    },
  },
  {
    id: 'create.takes-prototypes',
    says: 'what a body names __proto__ is in every later answer',
    breaks: ['practice:P21'],
    kills: ['protocol.prototype-names-are-inert'],
    before(request, tenancy) {
      if (isObject(request.body) && Object.hasOwn(request.body, '__proto__')) polluted.add(tenancy);
    },
    after(request, response, tenancy) {
      if (!polluted.has(tenancy) || !isOne(request, 'GET')) return undefined;
      for (const resource of resourcesIn(response)) resource.polluted = 'yes';
    },
  },
  {
    id: 'read.id-ends-at-null',
    says: 'an id ends at a null byte',
    breaks: ['practice:P14'],
    kills: ['protocol.crooked-ids-reach-nothing'],
    before(request) {
      request.path = request.path.replace(/%00.*$/, '');
    },
  },
];
