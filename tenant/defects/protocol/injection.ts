import { isObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse, textIn } from '../kit.ts';

/** Alters the text of an attribute in the body of a create. */
function alterText(request: TenantRequest, name: string, alter: (text: string) => string): undefined {
  const text = textIn(request, name);
  if (text !== '' && isObject(request.body)) request.body[name] = alter(text);
  return undefined;
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
    id: 'create.ends-at-null',
    says: 'names end at a null character',
    breaks: ['practice:P24'],
    kills: ['protocol.control-characters-are-kept-or-refused'],
    before: (request) => alterText(request, 'displayName', (text) => text.split('\u0000')[0] ?? ''),
  },
];
