import { isObject, MESSAGE } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse, succeeded } from '../kit.ts';
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
    kills: [
      'okta.okta-is-served-as-any-client',
      'okta.answers-come-within-the-limit',
      'okta.deactivated-user-stays',
    ],
    before: (request) => (isOne(request, 'GET') && isOkta(request.headers) ? refuse(403) : undefined),
  },
  {
    id: 'okta.first-page-is-empty',
    says: 'the first page of an import is empty where it is short',
    breaks: ['okta:O24'],
    kills: ['okta.connection-test-lists-users'],
    after({ query, path, headers }, { body }) {
      const isTest = path === '/Users' && isOkta(headers) && query.get('count') === '2';
      if (isTest && query.get('startIndex') === '1' && isObject(body))
        Object.assign(body, { Resources: [], itemsPerPage: 0 });
    },
  },
  {
    id: 'okta.start-index-counts-from-zero',
    says: 'startIndex of an import is answered one lower than it was asked',
    breaks: ['okta:O03'],
    kills: ['okta.import-yields-each-user-once'],
    after({ path, headers }, { body }) {
      if (path === '/Users' && isOkta(headers) && isObject(body) && typeof body.startIndex === 'number')
        body.startIndex -= 1;
    },
  },
  {
    id: 'okta.pages-hold-ten-at-least',
    says: 'a page of an import holds ten users, however few were asked for',
    breaks: ['okta:O24'],
    kills: ['okta.connection-test-lists-users'],
    before({ query, path, headers }) {
      if (path === '/Users' && isOkta(headers) && Number(query.get('count')) < 10) query.set('count', '10');
    },
  },
  {
    id: 'okta.agent-is-answered-with-a-list',
    says: 'a read by Okta is answered with a list of one',
    breaks: ['okta:O21'],
    kills: ['okta.okta-is-served-as-any-client'],
    after(request, response) {
      if (!isOne(request, 'GET') || !isOkta(request.headers) || !succeeded(response)) return undefined;
      const Resources = [response.body];
      const body = { schemas: [MESSAGE.list], totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources };
      return { ...response, body };
    },
  },
]);
