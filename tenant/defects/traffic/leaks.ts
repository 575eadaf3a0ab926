import { isObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';

/** Another detail for the errors of one status. */
function details(status: number, detail: string) {
  return (_request: TenantRequest, response: TenantResponse): undefined => {
    if (response.status === status && isObject(response.body)) response.body.detail = detail;
  };
}

const LEAK = { breaks: ['practice:P34'], kills: ['traffic.no-secret-in-answers'] };

/** Errors that show what goes on inside. */
export const leakDefects: Defect[] = [
  {
    id: 'error.names-a-constraint',
    says: 'a conflict is explained by the constraint of a table',
    breaks: ['7644:7.7/error-leak', 'practice:P34'],
    kills: ['traffic.error-hides-the-inside', 'traffic.no-secret-in-answers'],
    company: true,
    after: details(409, 'UNIQUE constraint failed: auth_user.username'),
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
];
