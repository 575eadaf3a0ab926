import { isObject, type ScimObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse, succeeded } from '../kit.ts';
import { readOperations, readPath } from '../patch/kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Hook = NonNullable<Defect['before']>;

/** What a PATCH put in a wrong place, by the id of the resource. */
const literals = new Map<string, ScimObject>();

/** Alters each operation of a PATCH that comes in. */
function onOperations(change: (operation: ScimObject, path: string) => void): Hook {
  return (request) => {
    for (const operation of readOperations(request)) change(operation, String(operation.path ?? ''));
    return undefined;
  };
}

/** Drops members that do not exist before they are looked at. */
function onOperationsIgnoring(): Hook {
  return (request, { store }) => {
    const all = readOperations(request);
    const unknown = all.some(
      ({ path, value }) =>
        path === 'members' &&
        Array.isArray(value) &&
        value.some((one) => isObject(one) && store.find(String(one.value)) === undefined),
    );
    return unknown && all.every(({ op }) => /^add$/i.test(String(op)))
      ? { status: 204, headers: {} }
      : undefined;
  };
}

/** What goes wrong with the PATCH requests of the Microsoft Entra provisioning service. */
export const entraPatchDefects: Defect[] = [
  {
    id: 'entra.add-without-match-ignored',
    says: 'add at a value filter without a match succeeds and does nothing',
    breaks: ['entra:Q06'],
    kills: ['entra.add-creates-the-work-address'],
    semantics: { noMatch: (op) => (op === 'add' ? 'ignore' : strict.noMatch(op)) },
  },
  {
    id: 'entra.one-operation-counts',
    says: 'of several operations on members only the first is done',
    breaks: ['entra:R31'],
    kills: ['entra.several-memberships-in-one-patch'],
    before(request) {
      const operations = readOperations(request);
      const members = operations.filter(({ path }) => String(path).startsWith('members'));
      if (members.length > 1 && isObject(request.body))
        request.body.Operations = operations.filter((one) => one === members[0] || !members.includes(one));
    },
  },
  {
    id: 'entra.group-patch-lists-members',
    says: 'a PATCH of a group answers 200 with all of its members',
    breaks: ['entra:R30'],
    kills: ['entra.group-patch-is-brief'],
    after(request, response, { store }) {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups/') || !succeeded(response))
        return undefined;
      const group = store.find(request.path.slice(8));
      return group ? { status: 200, headers: {}, body: { id: group.id, ...group.data } } : undefined;
    },
  },
  {
    id: 'entra.unknown-member-ignored',
    says: 'a member that does not exist is passed over with 204',
    breaks: ['entra:Q14'],
    kills: ['entra.unknown-member-is-refused-or-kept'],
    before: onOperationsIgnoring(),
  },
  {
    id: 'entra.empty-list-ignored',
    says: 'replace of members with an empty list does nothing',
    breaks: ['entra:Q17'],
    kills: ['entra.empty-list-empties-the-group', 'groups.replace-members-by-nothing'],
    semantics: {
      replaceMany: (current, incoming, attribute) =>
        incoming.length === 0 ? current : strict.replaceMany(current, incoming, attribute),
    },
  },
  {
    id: 'entra.strings-stay-strings',
    says: 'active sent as text disables nobody, with a 2xx',
    breaks: ['entra:Q02'],
    kills: ['entra.active-as-text-becomes-boolean'],
    before: onOperations((operation, path) => {
      if (path === 'active' && typeof operation.value === 'string') operation.value = true;
    }),
  },
  {
    id: 'entra.add-leaves-active',
    says: 'add does not change an attribute that has a truth value',
    breaks: ['entra:Q03'],
    kills: ['entra.add-sets-active'],
    semantics: {
      addSingle: (current, value, attribute) =>
        attribute.type === 'boolean' ? current : strict.addSingle(current, value, attribute),
    },
  },
  {
    id: 'entra.first-key-counts',
    says: 'of a value without path only the first attribute is set',
    breaks: ['entra:Q04'],
    kills: [
      'entra.replace-without-path-sets-each',
      'patch.add-without-path-merges',
      'smartfile.matched-again-group-keeps-members',
    ],
    before: onOperations((operation, path) => {
      if (path === '' && isObject(operation.value))
        operation.value = Object.fromEntries(Object.entries(operation.value).slice(0, 1));
    }),
  },
  {
    id: 'entra.dotted-keys-ignored',
    says: 'dotted keys of a value without path are passed over',
    breaks: ['entra:Q05'],
    kills: ['entra.flattened-keys-reach-nested-values', 'entra.mapped-attributes-are-updated'],
    before: onOperations((operation, path) => {
      if (path === '' && isObject(operation.value))
        for (const key of Object.keys(operation.value)) if (/^\w+\./.test(key)) delete operation.value[key];
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
    id: 'entra.body-order-matters',
    says: 'a PATCH whose operations come before its schemas is refused',
    breaks: ['entra:Q48'],
    kills: ['entra.body-order-does-not-matter', 'attributes.order-of-members-means-nothing'],
    before: (request) =>
      isOne(request, 'PATCH') && isObject(request.body) && Object.keys(request.body)[0] === 'Operations'
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.active-among-others-ignored',
    says: 'active is passed over in a PATCH of several operations',
    breaks: ['entra:Q02'],
    kills: ['entra.active-as-text-becomes-boolean'],
    before(request) {
      const operations = readOperations(request);
      if (operations.length < 2 || !isObject(request.body)) return undefined;
      const others = operations.filter((one) => readPath(one).toLowerCase() !== 'active');
      if (others.length > 0) request.body = { ...request.body, Operations: others };
    },
  },
  {
    id: 'patch.refuses-capitals',
    says: '"Replace" is not an operation',
    breaks: ['entra:R13', 'entra:Q01'],
    kills: ['entra.operations-in-capitals-work', 'entra.operations-in-any-case-work'],
    semantics: {
      operation: (op) => strict.operation(op === String(op).toLowerCase() ? op : undefined),
    },
  },
];
