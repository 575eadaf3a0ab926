import { errorBody } from '../../errors.ts';
import { isObject, MESSAGE, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, textIn, valuesIn } from '../kit.ts';

/** Whether a request nests deeply, in its body or in its filter. */
const isDeep = ({ problem, query }: TenantRequest): boolean =>
  problem?.message.includes('nested') === true || query.get('filter')?.startsWith('((((') === true;

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** What goes wrong with how mistakes are answered. */
export const errorDefects: Defect[] = [
  // addresses.ts
  {
    id: 'error.broken-escape-breaks',
    says: 'a path with a percent sign that escapes nothing breaks the server',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.bad-paths-are-no-server-error'],
    before: ({ path }) => (isDecodable(path) ? undefined : refuse(500)),
  },
  {
    id: 'errors.bad-number-in-a-query-breaks',
    says: 'a count or startIndex that is no integer of 32 bits breaks the server',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.bad-filters-are-no-server-error'],
    before: ({ query }) =>
      ['count', 'startIndex'].some((name) => !/^([+-]?\d{1,9})?$/.test(query.get(name) ?? ''))
        ? refuse(500)
        : undefined,
  },
  // keywords.ts
  {
    id: 'error.missing-name-is-mutability',
    says: 'a user without userName is refused with scimType mutability',
    breaks: ['7644:3.12/error-invalid-value-scimtype'],
    kills: ['errors.missing-attribute-has-a-fitting-keyword', 'attributes.names-in-any-case'],
    before: (request) =>
      isCreate(request) && request.path === '/Users' && isObject(request.body) && !request.body.userName
        ? { status: 400, headers: {}, body: errorBody(400, 'userName cannot be changed', 'mutability') }
        : undefined,
  },
  {
    id: 'error.unsupported-is-404',
    says: 'what is not offered is answered as what is not found',
    breaks: ['7644:3.12/error-501'],
    kills: ['errors.unsupported-operation-answers-501', 'queries.filter-returns-only-matches'],
    face: 'minimal',
    after: (_request, { status }) => (status === 501 ? refuse(404) : undefined),
  },
  // bodies.ts
  {
    id: 'error.bad-json-breaks',
    says: 'a body that is not JSON breaks the server',
    breaks: ['7644:3.12/create-malformed-json', '7644:3.12/no-5xx'],
    kills: ['users.create-refuses-broken-json', 'errors.broken-json-is-no-server-error'],
    before: (request) => (request.problem?.scimType === 'invalidSyntax' ? refuse(500) : undefined),
  },
  {
    id: 'errors.body-without-members-breaks',
    says: 'a body that is JSON and no object breaks the server',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.broken-json-is-no-server-error'],
    before: ({ text, body, problem }) =>
      text !== undefined && problem === undefined && !isObject(body) ? refuse(500) : undefined,
  },
  {
    id: 'error.wrong-type-breaks',
    says: 'a name that is text breaks the server',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.wrong-types-are-no-server-error'],
    before: (request) => (textIn(request, 'name') === '' ? undefined : refuse(500)),
  },
  // size.ts
  {
    id: 'error.large-value-breaks',
    says: 'a value that the column does not hold breaks the server',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.large-values-are-no-server-error'],
    before: (request) =>
      Math.max(textIn(request, 'displayName').length, textIn(request, 'userName').length) > 8_000
        ? refuse(500)
        : undefined,
  },
  {
    id: 'errors.many-values-break',
    says: 'a list of more values than a statement of the database takes breaks the server',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.large-values-are-no-server-error'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && valuesIn(request.body.emails).length > 999
        ? refuse(500)
        : undefined,
  },
  {
    id: 'error.nesting-breaks',
    says: 'deep nesting overflows the stack',
    breaks: ['7644:3.12/no-5xx'],
    kills: ['errors.deep-nesting-is-no-server-error'],
    before: (request) => (isDeep(request) ? refuse(500) : undefined),
  },
  {
    id: 'error.nesting-takes-for-ever',
    says: 'deep nesting keeps the server busy until the gateway gives up',
    breaks: ['practice:P25'],
    kills: ['errors.deep-nesting-is-no-server-error'],
    before: (request) => (isDeep(request) ? refuse(504) : undefined),
  },
  {
    id: 'errors.patch-without-its-schema-breaks',
    says: 'a PATCH whose schemas do not name the PatchOp message breaks the server',
    breaks: ['7644:3.12/no-5xx', '7644:3.5.2/patch-body-schemas'],
    kills: ['errors.broken-json-is-no-server-error', 'patch.without-its-schema'],
    before({ method, body }) {
      const named = isObject(body) && Array.isArray(body.schemas) && body.schemas.includes(MESSAGE.patch);
      return method === 'PATCH' && !named ? refuse(500) : undefined;
    },
  },
];
