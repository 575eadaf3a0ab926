import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';
import { forOkta, isOkta } from './kit.ts';

/** What goes wrong with the pages of an import. */
export const pageDefects: Defect[] = forOkta([
  {
    id: 'okta.counts-as-text',
    says: 'the numbers of a list are strings',
    breaks: ['okta:O03'],
    kills: ['okta.import-yields-each-user-once'],
    after({ query, path }, { body }) {
      if (path === '/Users' && !query.has('filter') && isObject(body) && Array.isArray(body.Resources))
        body.itemsPerPage = String(body.itemsPerPage);
    },
  },
  {
    id: 'okta.page-counts-what-was-asked',
    says: 'itemsPerPage is the size that the server likes',
    breaks: ['okta:O22'],
    kills: ['okta.page-of-two-holds-two'],
    after({ path }, { body }) {
      if (path === '/Users' && isObject(body) && body.itemsPerPage !== undefined) body.itemsPerPage = 20;
    },
  },
  {
    id: 'okta.agent-is-turned-away',
    says: 'a read by Okta is refused',
    breaks: ['okta:O21'],
    kills: ['okta.okta-is-served-as-any-client'],
    before: (request) => (isOne(request, 'GET') && isOkta(request.headers) ? refuse(403) : undefined),
  },
]);
