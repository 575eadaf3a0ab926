import { isObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import { ofTenant } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

/** Another detail for the errors of one status. */
function details(status: number, detail: string) {
  return (_request: TenantRequest, response: TenantResponse): undefined => {
    if (response.status === status && isObject(response.body)) response.body.detail = detail;
  };
}

const LEAK = { breaks: ['practice:P34'], kills: ['traffic.no-secret-in-answers'] };

const TRACE =
  'Error: none\n    at Store.find (/srv/app/lib/store.js:12:3)\n    at Router.one (/srv/app/lib/router.js:7:1)';

/** Reads of groups that were counted. */
const groupReads = ofTenant(() => ({ count: 0 }));

/** Errors that show what goes on inside, and failures that nobody explains. */
export const failureDefects: Defect[] = [
  {
    id: 'error.missing-name-breaks',
    says: 'a user without userName breaks the server',
    breaks: ['7643:4.1.1/username-required', '7644:3.12/no-5xx'],
    kills: ['users.create-needs-user-name', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) && request.path === '/Users' && isObject(request.body) && !request.body.userName
        ? refuse(500)
        : undefined,
  },
  {
    id: 'error.names-a-constraint',
    says: 'a conflict is explained by the constraint of a table',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    company: true,
    after: details(409, 'UNIQUE constraint failed: auth_user.username'),
  },
  {
    id: 'error.bulk-names-a-constraint',
    says: 'a failed operation of a bulk job is explained by the constraint of a table',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    company: true,
    after({ path }, { body }) {
      const results = path === '/Bulk' && isObject(body) ? body.Operations : undefined;
      for (const result of Array.isArray(results) ? results : [])
        if (isObject(result.response) && Number(result.status) >= 400)
          result.response.detail = 'UNIQUE constraint failed: auth_user.username';
    },
  },
  {
    id: 'error.shows-stack-trace',
    says: 'what is not found is explained by a stack trace',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    after(_request, { status, body }) {
      if (status === 404 && isObject(body)) body.detail = TRACE;
    },
  },
  {
    id: 'error.names-a-class',
    says: 'what is not found is explained by the name of a class',
    ...LEAK,
    after: details(404, 'com.example.scim.store.ResourceNotFoundException: no such resource'),
  },
  {
    id: 'error.tells-of-undefined',
    says: 'what cannot be read is explained by what the program stumbled over',
    ...LEAK,
    company: true,
    after: details(400, "Cannot read properties of undefined (reading 'toLowerCase')"),
  },
  {
    id: 'error.repeats-the-token',
    says: 'what is not found is explained by the headers of the request',
    breaks: ['practice:P34'],
    kills: ['traffic.no-secret-in-answers'],
    after({ headers }, { status, body }) {
      if (status === 404 && isObject(body)) body.detail = `no resource for ${headers.authorization}`;
    },
  },
  {
    id: 'busy.says-nothing',
    says: 'a request for a picture is answered 429 without a word',
    breaks: ['6585:4/429', 'practice:P29'],
    kills: ['traffic.too-many-requests-is-explained', 'traffic.busy-answer-says-when'],
    company: true,
    before: ({ headers }) =>
      headers.accept?.startsWith('image/') ? { status: 429, headers: {} } : undefined,
  },
  {
    id: 'traffic.gateway-limits-without-a-word',
    says: 'a gateway that limits requests for groups answers some of them 429, without a body and without Retry-After',
    breaks: ['6585:4/429', 'practice:P29'],
    kills: ['traffic.too-many-requests-is-explained', 'traffic.busy-answer-says-when'],
    company: true,
    before({ method, path }, tenancy) {
      if (method !== 'GET' || !path.startsWith('/Groups/')) return undefined;
      const served = groupReads(tenancy);
      served.count += 1;
      return served.count % 200 === 0 ? { status: 429, headers: {} } : undefined;
    },
  },
];
