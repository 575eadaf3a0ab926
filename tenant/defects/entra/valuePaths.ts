import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';
import { filtered, readOp, readOperations, readPath } from '../patch/kit.ts';
import { target } from '../reach.ts';
import { onOperations, refusing } from './kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What a PATCH put in a wrong place, by the id of the resource. */
const literals = new Map<string, ScimObject>();

/** What goes wrong with paths that select a value, or lead into an extension. */
export const valuePathDefects: Defect[] = [
  {
    id: 'entra.add-without-match-ignored',
    says: 'add at a value filter without a match succeeds but does nothing',
    breaks: ['entra:Q06'],
    kills: ['entra.add-creates-the-work-address'],
    semantics: { noMatch: (op) => (op === 'add' ? 'ignore' : strict.noMatch(op)) },
  },
  refusing(
    'first-address-is-refused',
    'an add of a work address to a user without one is refused with noTarget',
    'entra:Q06',
    ['entra.add-creates-the-work-address'],
    (one) => readOp(one) === 'add' && filtered(one)?.list === 'emails',
  ),
  {
    id: 'entra.path-by-primary-reaches-all',
    profile: 'entra',
    says: 'a path that selects a role by primary changes all roles',
    breaks: ['entra:Q28'],
    kills: ['entra.roles-primary-is-boolean'],
    before: onOperations((operation, path) => {
      const parts = filtered(operation);
      if (/\[primary eq /i.test(path) && parts?.sub) operation.path = `${parts.list}.${parts.sub}`;
    }),
  },
  {
    id: 'entra.path-of-roles-reaches-all',
    profile: 'entra',
    says: 'a path that selects a role changes all roles',
    breaks: ['entra:Q28'],
    kills: ['entra.roles-primary-is-boolean'],
    before: onOperations((operation) => {
      const parts = filtered(operation);
      if (parts?.list === 'roles' && parts.sub) operation.path = `roles.${parts.sub}`;
    }),
  },
  {
    id: 'entra.path-stored-as-name',
    says: 'a value path is stored as the name of an attribute',
    breaks: ['entra:Q08'],
    kills: ['entra.value-path-is-no-attribute-name'],
    before(request) {
      for (const { path, value } of readOperations(request))
        if (String(path).includes('[type'))
          literals.set(request.path.split('/')[2] ?? '', { [String(path)]: value });
    },
    after(request, { body }) {
      if (isOne(request, 'GET') && isObject(body)) Object.assign(body, literals.get(String(body.id)));
    },
  },
  {
    id: 'entra.type-is-written-twice',
    says: 'writing through a type adds an element instead of changing the one there is',
    breaks: ['entra:R17'],
    kills: [
      'entra.one-element-of-a-type-stays-one',
      'patch.replace-at-a-filter-without-match',
      'patch.applies-in-order',
      'entra.value-path-is-no-attribute-name',
    ],
    before: onOperations((operation, path) => {
      const type = /^emails\[type eq "(\w+)"\]\.value$/.exec(path)?.[1];
      if (type === undefined || !/^(add|replace)$/i.test(String(operation.op))) return;
      Object.assign(operation, { op: 'add', path: 'emails', value: [{ type, value: operation.value }] });
    }),
  },
  {
    id: 'entra.department-outside',
    says: 'a path below the enterprise URN changes an attribute outside of the extension',
    breaks: ['entra:Q09'],
    kills: ['entra.enterprise-path-stays-inside'],
    before(request) {
      for (const operation of readOperations(request)) {
        if (operation.path !== `${ENTERPRISE}:department`) continue;
        literals.set(request.path.split('/')[2] ?? '', { department: operation.value });
        operation.path = `${ENTERPRISE}:division`;
      }
    },
    semantics: { represent: (full, { id }) => ({ ...full, ...literals.get(id) }) },
  },
  {
    id: 'entra.roles-keep-text',
    says: 'primary of a role stays the text that was sent',
    profile: 'entra',
    breaks: ['entra:Q28'],
    kills: ['entra.roles-primary-is-boolean', 'traffic.booleans-are-json-booleans'],
    after(_request, { body }) {
      const roles = isObject(body) && Array.isArray(body.roles) ? body.roles.filter(isObject) : [];
      for (const role of roles)
        if (role.primary !== undefined) role.primary = role.primary ? 'True' : 'False';
    },
  },
  {
    id: 'entra.add-without-a-match-breaks',
    says: 'an add at a filter that selects nothing breaks the server',
    breaks: ['entra:Q06', '7644:3.5.2.1/add-valuepath-nomatch'],
    kills: ['entra.add-creates-the-work-address', 'patch.add-at-a-filter-without-match'],
    before(request, tenancy) {
      const data = target(request, tenancy)?.data ?? {};
      const misses = readOperations(request).some((one) => {
        const [, list = '', type] = /^(\w+)\[type eq "(\w+)"\]/.exec(readPath(one)) ?? [];
        const there = data[list];
        return readOp(one) === 'add' && Array.isArray(there) && !there.some((each) => each.type === type);
      });
      return misses ? refuse(500) : undefined;
    },
  },
];
