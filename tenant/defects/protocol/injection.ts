import { isObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, textIn } from '../kit.ts';

/** Alters the text of an attribute in the body of a create. */
function alterText(request: TenantRequest, name: string, alter: (text: string) => string): undefined {
  const text = textIn(request, name);
  if (text !== '' && isObject(request.body)) request.body[name] = alter(text);
  return undefined;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeHtml = (text: string): string => text.replace(/[&<>]/g, (one) => ENTITIES[one] ?? one);

/** The family name in the body of a create. */
function familyName(request: TenantRequest): string {
  const name = isCreate(request) && isObject(request.body) ? request.body.name : undefined;
  return isObject(name) ? String(name.familyName) : '';
}

/** What values do that are taken for code. */
export const injectionDefects: Defect[] = [
  {
    id: 'create.strips-tags',
    says: 'what looks like HTML is cut out of names',
    breaks: ['practice:P12'],
    kills: ['protocol.text-is-no-code'],
    before: (request) => alterText(request, 'displayName', (text) => text.replace(/<[^>]*>/g, '')),
  },
  {
    id: 'protocol.escapes-html',
    says: 'names are stored as HTML shows them, with &amp; for an ampersand and &lt; for an angle bracket',
    breaks: ['practice:P12', 'entra:R12'],
    kills: ['protocol.text-is-no-code', 'entra.values-are-stored-as-sent'],
    before: (request) => alterText(request, 'displayName', escapeHtml),
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
    id: 'protocol.parentheses-break-the-directory',
    says: 'a family name with parentheses breaks the query of the directory behind the endpoint',
    breaks: ['7644:7.7/injection', '7644:3.12/no-5xx'],
    kills: ['protocol.attribute-text-breaks-nothing', 'traffic.no-internal-error'],
    before: (request) => (familyName(request).includes(')(') ? refuse(500) : undefined),
  },
  {
    id: 'create.ends-at-null',
    says: 'names end at a null character',
    breaks: ['practice:P24'],
    kills: ['protocol.control-characters-are-kept-or-refused'],
    before: (request) => alterText(request, 'displayName', (text) => text.split('\u0000')[0] ?? ''),
  },
  {
    id: 'protocol.null-breaks',
    says: 'a null character in a name breaks the database',
    breaks: ['practice:P24', '7644:3.12/no-5xx'],
    kills: ['protocol.control-characters-are-kept-or-refused', 'traffic.no-internal-error'],
    before: (request) => (textIn(request, 'displayName').includes('\u0000') ? refuse(500) : undefined),
  },
];
