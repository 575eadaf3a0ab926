import { isUnassigned, SCHEMA, type ScimObject } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';
import { replaced } from './kit.ts';

/** The last body that was put to each resource. */
const lastBodies = ofTenant(() => new Map<string, string>());

/** What goes wrong with PUT. */
export const replaceDefects: Defect[] = [
  {
    id: 'replace.not-offered',
    says: 'PUT gets a 501',
    breaks: ['7644:3.5/put-supported'],
    kills: ['users.replace-is-offered', 'users.password-can-be-changed'],
    before: (request) => (isOne(request, 'PUT') ? refuse(501) : undefined),
  },
  {
    id: 'lifecycle.put-answers-in-part',
    says: 'the response to a PUT has the id only',
    breaks: ['7644:3.5.1/put-200-body'],
    kills: ['users.replace-answers-200', 'traffic.base-schema-is-named'],
    after(request, response) {
      if (!isOne(request, 'PUT') || response.status !== 200) return undefined;
      return { ...response, body: { schemas: [SCHEMA.user], id: readId(request) } };
    },
  },
  {
    id: 'replace.answers-204',
    says: 'PUT answers 204',
    breaks: ['7644:3.5.1/put-200-body'],
    kills: ['users.replace-answers-200'],
    after: (request, response) =>
      isOne(request, 'PUT') && response.status === 200
        ? { status: 204, headers: response.headers }
        : undefined,
  },
  {
    id: 'replace.merges',
    says: 'PUT keeps what its body omits',
    breaks: ['7644:3.5.1/put-omitted'],
    kills: ['users.replace-drops-what-it-omits'],
    semantics: { omitted: (_attribute, stored) => stored },
  },
  {
    id: 'users.put-leaves-inactive-users',
    says: 'a PUT of a user who is inactive is acknowledged but changes nothing',
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['users.replace-changes-values'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (body && stored?.type === 'User' && stored.data.active === false && body.active !== true)
        request.body = { ...stored.data, schemas: body.schemas };
    },
  },
  renaming(
    'keeps-addresses',
    'a PUT with a new userName leaves the email addresses as they were, whatever its body says',
    ({ emails }) => (emails === undefined ? {} : { emails }),
  ),
  renaming(
    'keeps-display-names',
    'a PUT with a new userName leaves displayName as it was, whatever its body says',
    ({ displayName }) => (displayName === undefined ? {} : { displayName }),
  ),
  renaming(
    'keeps-the-rest',
    'a PUT with a new userName changes nothing else, whatever its body says',
    ({ userName: _, ...rest }) => rest,
  ),
  {
    id: 'lifecycle.put-null-keeps',
    says: 'null and [] in a PUT leave the old value',
    breaks: ['7644:3.5.1/put-null-clears'],
    kills: ['users.replace-with-null-clears', 'attributes.null-is-no-value'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!body || stored?.type !== 'User') return undefined;
      for (const [name, value] of Object.entries(body))
        if (isUnassigned(value) && stored.data[name] !== undefined) body[name] = stored.data[name];
    },
  },
  {
    id: 'lifecycle.put-not-twice',
    says: 'the same PUT sent a second time gets a 409',
    breaks: ['7644:3.5.1/put-idempotent'],
    kills: ['users.replace-twice-is-once'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!body || !stored) return undefined;
      const bodies = lastBodies(tenancy);
      const text = JSON.stringify(body);
      if (bodies.get(stored.id) === text) return refuse(409);
      bodies.set(stored.id, text);
    },
  },
  {
    id: 'lifecycle.put-names-by-letter',
    says: 'PUT recognises attributes only in the case of the schema',
    breaks: ['7643:2.1/put-attribute-case'],
    kills: ['users.replace-reads-names-in-any-case'],
    before(request, tenancy) {
      const { body } = replaced(request, tenancy) ?? {};
      for (const name of Object.keys(body ?? {}))
        if (body && name !== 'displayName' && name.toLowerCase() === 'displayname') delete body[name];
    },
  },
  {
    id: 'users.proxy-lets-only-get-and-post-through',
    says: 'a proxy before the endpoint answers 405 with a page of HTML to every method but GET and POST',
    breaks: ['7644:3.5/put-supported', 'entra:R02'],
    kills: ['users.replace-is-offered', 'entra.membership-change-arrives'],
    before: ({ method }) =>
      method === 'GET' || method === 'POST'
        ? undefined
        : {
            status: 405,
            headers: { 'content-type': 'text/html', allow: 'GET, POST' },
            raw: '<html><body><h1>405 Not Allowed</h1></body></html>',
          },
  },
];

/** A PUT that renames a user, and keeps of what was there before what `kept` says. */
function renaming(id: string, says: string, kept: (before: ScimObject) => ScimObject): Defect {
  return {
    id: `users.put-that-renames-${id}`,
    says,
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['users.replace-changes-values'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!body || stored?.type !== 'User' || body.userName === stored.data.userName) return undefined;
      request.body = { ...body, ...kept(stored.data) };
    },
  };
}
