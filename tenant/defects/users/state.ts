import { isObject, SCHEMA, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, resourcesIn, succeeded } from '../kit.ts';

const isWrite = (method: string) => method === 'POST' || method === 'PUT' || method === 'PATCH';

/** Answers to writes that do not show what is stored. */
export const stateDefects: Defect[] = [
  {
    id: 'lifecycle.answer-is-not-the-state',
    says: 'the response to a write shows active inverted',
    breaks: ['7644:3.1/reflects-state'],
    kills: [
      'users.read-equals-answer-to-create',
      'users.read-equals-answer-to-replace',
      'users.read-equals-answer-to-patch',
    ],
    after(request, response) {
      if (!isWrite(request.method) || !succeeded(response)) return undefined;
      for (const resource of resourcesIn(response))
        if (typeof resource.active === 'boolean') resource.active = !resource.active;
    },
  },
  answering(
    'create.answers-with-another-creation',
    'users.read-equals-answer-to-create',
    'created',
    isCreate,
  ),
  {
    id: 'create.answers-with-another-group-name',
    says: 'the response to a create of a group has a different displayName from the group',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['users.read-equals-answer-to-create'],
    after(request, response) {
      if (
        isCreate(request) &&
        nameType(request) === 'Group' &&
        succeeded(response) &&
        isObject(response.body)
      )
        response.body.displayName = `${String(response.body.displayName)} (new)`;
    },
  },
  {
    id: 'create.answers-with-another-display-name',
    says: 'the response to a create has a different displayName from the account',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['users.read-equals-answer-to-create', 'attributes.returned-by-default'],
    after(request, response) {
      if (isCreate(request) && succeeded(response) && isObject(response.body) && response.body.displayName)
        response.body.displayName = 'New user';
    },
  },
  answering(
    'update.put-answers-with-an-old-date',
    'users.read-equals-answer-to-replace',
    'lastModified',
    (request) => isOne(request, 'PUT'),
  ),
  {
    id: 'update.put-answers-without-extensions',
    says: 'the response to a PUT omits the enterprise extension',
    breaks: ['7644:3.1/reflects-state'],
    kills: ['users.read-equals-answer-to-replace'],
    after(request, response) {
      if (isOne(request, 'PUT') && isObject(response.body)) delete response.body[SCHEMA.enterprise];
    },
  },
  answering(
    'update.patch-answers-with-an-old-date',
    'users.read-equals-answer-to-patch',
    'lastModified',
    (request) => isOne(request, 'PATCH'),
  ),
  showing('create', 'POST', 'shows-external-ids-as-names', 'externalId as userName', (user) => {
    if (user.externalId !== undefined) user.userName = user.externalId;
  }),
  showing('create', 'POST', 'shows-names-as-external-ids', 'userName as externalId', (user) => {
    if (user.externalId !== undefined) user.externalId = user.userName;
  }),
  showing('patch', 'PATCH', 'shows-one-address', 'the first mail address alone', (user) => {
    if (Array.isArray(user.emails)) user.emails = user.emails.slice(0, 1);
  }),
  showing('patch', 'PATCH', 'shows-managers-as-text', 'the manager as a text', (user) => {
    const own = user[SCHEMA.enterprise];
    if (isObject(own) && isObject(own.manager)) own.manager = own.manager.value;
  }),
  showing('patch', 'PATCH', 'shows-external-ids-as-names', 'externalId as userName', (user) => {
    if (user.externalId !== undefined) user.userName = user.externalId;
  }),
  {
    ...showing('create', 'POST', 'shows-one-member', 'the first member alone', ({ members }) => {
      if (Array.isArray(members)) members.splice(1);
    }),
    says: 'the response to the create of a group shows its first member only',
  },
  {
    ...showing('create', 'POST', 'shows-group-names-as-external-ids', 'its displayName', (group) => {
      if (group.members !== undefined && group.externalId !== undefined) group.externalId = group.displayName;
    }),
    says: 'the response to the create of a group shows its displayName as externalId',
  },
];

/** Answers to a kind of write that show something else than is stored. */
function showing(
  kind: 'create' | 'patch',
  method: 'POST' | 'PATCH',
  id: string,
  what: string,
  change: (resource: ScimObject) => void,
): Defect {
  return {
    id: `users.${kind}-${id}`,
    says: `the answer to a ${method} shows ${what}`,
    breaks: ['7644:3.1/reflects-state'],
    kills: [`users.read-equals-answer-to-${kind}`],
    after(request, response) {
      const concerned = method === 'POST' ? isCreate(request) : isOne(request, method);
      if (!concerned || !succeeded(response) || !isObject(response.body)) return undefined;
      const body = structuredClone(response.body);
      change(body);
      return { ...response, body };
    },
  };
}

/** Answers to writes of users whose meta has another date than the account. */
function answering(
  id: string,
  kill: string,
  date: 'created' | 'lastModified',
  concerns: (request: TenantRequest) => boolean,
): Defect {
  return {
    id,
    says: `the answer to a write has another meta.${date} than the account`,
    breaks: ['7644:3.1/reflects-state'],
    kills: [kill],
    after(request: TenantRequest, response: TenantResponse) {
      const { body } = response;
      if (!concerns(request) || nameType(request) !== 'User' || !succeeded(response)) return undefined;
      if (!isObject(body) || !isObject(body.meta)) return undefined;
      return { ...response, body: { ...body, meta: { ...body.meta, [date]: '2020-01-01T00:00:00.000Z' } } };
    },
  };
}
