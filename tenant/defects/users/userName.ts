import { isObject, ScimProblem } from '../../model.ts';
import { remove } from '../../resources/lifecycle.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import {
  attributesIn,
  isCreate,
  isOne,
  lower,
  readId,
  refuse,
  resourcesIn,
  succeeded,
  textIn,
} from '../kit.ts';
import { refusingRenames } from '../reach.ts';

/** What goes wrong with userName: whether it has to be there, and to whom it belongs. */
export const userNameDefects: Defect[] = [
  {
    id: 'create.user-name-optional',
    says: 'an account without userName is created',
    breaks: ['7643:4.1.1/username-required', '7643:7/required-enforced', '7644:3.5.1/put-missing-required'],
    kills: [
      'users.create-needs-user-name',
      'users.replace-needs-user-name',
      'attributes.required-values-are-required',
    ],
    semantics: { requires: (attribute) => attribute.required && attribute.name !== 'userName' },
  },
  {
    id: 'lifecycle.list-without-user-names',
    says: 'lists without a filter show accounts without userName',
    breaks: ['7643:4.1.1/username-required'],
    kills: ['users.listed-users-have-user-names'],
    after(request, response) {
      if (request.method !== 'GET' || request.path !== '/Users' || request.query.size > 0) return undefined;
      for (const resource of resourcesIn(response)) delete resource.userName;
    },
  },
  {
    id: 'users.oldest-account-has-no-name',
    says: 'the oldest account, which came with the server, has an empty userName',
    breaks: ['7643:4.1.1/username-required'],
    kills: ['users.listed-users-have-user-names'],
    after(_request, response, { store }) {
      const [oldest] = store.walk('User');
      for (const resource of resourcesIn(response))
        if (resource.id === oldest?.id && resource.userName !== undefined) resource.userName = '';
    },
  },
  {
    id: 'create.conflict-is-400',
    says: 'a taken name gets a 400',
    breaks: ['7644:3.3/conflict-409'],
    kills: [
      'users.taken-user-name-is-refused',
      'entra.second-group-of-a-name-is-refused',
      'practice.one-of-simultaneous-creates-wins',
      'practice.repeated-create-is-409',
    ],
    after: (request, response) => (isCreate(request) && response.status === 409 ? refuse(400) : undefined),
  },
  {
    id: 'users.conflict-is-412',
    says: 'a taken name gets a 412, in a bulk job as well',
    breaks: ['7644:3.3/conflict-409'],
    kills: ['users.taken-user-name-is-refused', 'bulk.refuses-a-second-user-of-the-name'],
    after(request, response) {
      if (response.status === 409 && isCreate(request)) return refuse(412);
      const results =
        request.path === '/Bulk' && isObject(response.body) ? response.body.Operations : undefined;
      for (const one of Array.isArray(results) ? results.filter(isObject) : [])
        if (isObject(one.response) && one.response.scimType === 'uniqueness') one.status = '412';
    },
  },
  {
    id: 'create.conflict-is-500',
    says: 'a taken name breaks the server',
    breaks: ['7644:3.3/conflict-409', '7644:3.12/no-5xx'],
    kills: [
      'users.taken-user-name-is-refused',
      'users.user-name-is-unique-in-any-case',
      'traffic.no-internal-error',
    ],
    after: (request, response) => (isCreate(request) && response.status === 409 ? refuse(500) : undefined),
  },
  {
    id: 'create.conflict-returns-the-other',
    says: 'a create with a taken name returns 201 with the account that has it',
    breaks: ['7644:3.3/conflict-409', 'practice:P18'],
    kills: [
      'users.taken-user-name-is-refused',
      'practice.create-answers-with-its-own-account',
      'protocol.user-names-compare-normalised',
    ],
    before(request, tenancy) {
      if (!isCreate(request) || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const found =
        typeof userName === 'string' ? tenancy.store.lookup('User', 'userName', userName)[0] : undefined;
      if (!found) return undefined;
      request.method = 'GET';
      request.path = `/Users/${found.id}`;
    },
    after(request, response, { url }) {
      if (request.method === 'GET' && isObject(request.body) && succeeded(response)) {
        response.status = 201;
        response.headers.location = `${url}${request.path}`;
      }
    },
  },
  {
    id: 'create.twice-the-same-name',
    says: 'two accounts may have the same userName',
    breaks: [
      '7643:4.1.1/username-unique',
      '7644:3.3/conflict-409',
      '7644:3.12/put-uniqueness',
      '7643:4.1.1/username-unique-ci',
      'practice:P30',
      '7644:3.12/patch-uniqueness',
    ],
    kills: [
      'users.taken-user-name-is-refused',
      'users.user-name-is-unique',
      'users.user-name-is-unique-in-any-case',
      'users.replace-with-taken-user-name',
      'practice.repeated-create-is-409',
      'users.replace-never-doubles-a-user-name',
      'patch.never-doubles-a-user-name',
      'patch.taken-user-name-is-refused',
    ],
    semantics: { unique: () => false },
  },
  {
    id: 'users.create-replaces-a-namesake',
    says: 'a create with a taken userName answers 201 with a new account, and the one that had the name is gone',
    breaks: ['7643:4.1.1/username-unique', 'practice:P02'],
    kills: ['users.user-name-is-unique', 'practice.acknowledged-creates-exist'],
    before(request, tenancy) {
      const name = lower(textIn(request, 'userName'));
      const taken = name && tenancy.store.own('User').find(({ data }) => lower(data.userName) === name);
      if (taken) remove(tenancy, taken);
    },
  },
  {
    id: 'lifecycle.user-name-unique-by-letter',
    says: 'userName is unique only within the same case',
    breaks: ['7643:4.1.1/username-unique-ci'],
    kills: ['users.user-name-is-unique-in-any-case', 'bulk.refuses-a-second-user-of-the-name'],
    semantics: { unique: (attribute) => attribute.name !== 'userName' && strict.unique(attribute) },
    before(request, { store }) {
      if (!(isCreate(request) || isOne(request, 'PUT')) || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const taken = (id: string) =>
        store.own('User').some(({ id: other, data }) => other !== id && data.userName === userName);
      if (userName !== undefined && taken(readId(request)))
        request.problem = new ScimProblem(409, 'another User has this userName', 'uniqueness');
    },
  },
  {
    id: 'lifecycle.user-name-optional-in-schema',
    says: 'userName is published as optional',
    breaks: ['7643:4.1.1/username-schema'],
    kills: ['users.user-name-schema'],
    publishes(name, document) {
      if (name === 'Schemas')
        for (const attribute of attributesIn(document))
          if (attribute.name === 'userName') attribute.required = false;
      return document;
    },
  },
  {
    id: 'discovery.user-name-case-exact',
    says: 'the schema says that case matters in userName',
    breaks: ['7643:4.1.1/username-schema'],
    kills: ['users.user-name-schema'],
    publishes(name, document) {
      const userName = attributesIn(document).find((attribute) => attribute.name === 'userName');
      if (name === 'Schemas' && userName) userName.caseExact = true;
      return document;
    },
  },
  {
    id: 'lifecycle.user-name-frozen',
    says: 'PUT answers 200 and leaves userName as it was',
    breaks: ['7643:4.1.1/username-changeable'],
    kills: ['users.user-name-can-be-changed', 'attributes.id-stays'],
    before(request, { store }) {
      const stored = isOne(request, 'PUT') ? store.find(readId(request)) : undefined;
      if (stored?.type !== 'User' || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const free = typeof userName === 'string' && store.lookup('User', 'userName', userName).length === 0;
      if (free) request.body.userName = stored.data.userName;
    },
  },
  {
    id: 'users.user-names-lose-their-domain',
    says: 'a userName is stored up to its @',
    breaks: ['7643:4.1.1/username-changeable', 'entra:R01', 'entra:R04'],
    kills: [
      'users.user-name-can-be-changed',
      'entra.user-is-created-as-entra-sends-it',
      'entra.known-attributes-are-queried',
    ],
    semantics: {
      keep: (value, attribute) =>
        attribute.name === 'userName' && typeof value === 'string' ? value.replace(/@.*$/s, '') : value,
    },
  },
  {
    id: 'users.renames-are-forbidden',
    says: 'an account that is to be given another userName is left as it is, and that is answered 403',
    breaks: ['7643:4.1.1/username-changeable', '7644:3.5.2.3/replace-single', 'entra:Q58'],
    kills: [
      'users.user-name-can-be-changed',
      'patch.replace-sets-a-single-value',
      'entra.disabled-user-is-changed',
    ],
    ...refusingRenames('User'),
  },
];
