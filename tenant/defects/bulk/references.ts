import { errorBody } from '../../errors.ts';
import { isObject, MESSAGE, SCHEMA, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { changesIn, jobIn, referencesIn, results } from './kit.ts';

/** Takes the members out of the groups of a job that a condition selects. */
function dropMembers(
  request: TenantRequest,
  selects: (group: { index: number; referred: number[] }, operations: ScimObject[]) => boolean,
): undefined {
  const operations = jobIn(request);
  const chosen = operations.filter(({ data, method }, index) => {
    const referred = referencesIn(data).map((bulkId) => operations.findIndex((one) => one.bulkId === bulkId));
    return method === 'POST' && referred.length > 0 && selects({ index, referred }, operations);
  });
  for (const { data } of chosen) if (isObject(data)) delete data.members;
  return undefined;
}

const refersTo = (operation: ScimObject | undefined, bulkId: unknown): boolean =>
  referencesIn(operation?.data).includes(String(bulkId));

/** Groups of a job by bulkId that name operations further down, and whom they name. */
function forwardIn(operations: ScimObject[]): [string, string[]][] {
  return operations.flatMap(({ bulkId, data }, index): [string, string[]][] => {
    const referred = referencesIn(data).filter(
      (one) => operations.findIndex((other) => other.bulkId === one) > index,
    );
    return referred.length > 0 ? [[String(bulkId), referred]] : [];
  });
}

const waiting = new WeakMap<TenantRequest, [string, string[]][]>();

/** What goes wrong with bulkId references. */
export const referenceDefects: Defect[] = [
  {
    id: 'bulk.references-dropped',
    says: 'a member named by the bulkId of an operation further up is left out',
    breaks: ['7644:3.7.2/bulkid-resolve'],
    kills: ['bulk.resolves-references'],
    before: (request) =>
      dropMembers(request, ({ index, referred }, operations) =>
        referred.some((at) => at >= 0 && at < index && !refersTo(operations[at], operations[index]?.bulkId)),
      ),
  },
  {
    id: 'bulk.forward-references-dropped',
    says: 'a member named by the bulkId of an operation further down is left out',
    breaks: ['7644:3.7/bulkid-forward'],
    kills: ['bulk.resolves-forward-references'],
    before: (request) =>
      dropMembers(request, ({ index, referred }, operations) =>
        referred.some((at) => at > index && !refersTo(operations[at], operations[index]?.bulkId)),
      ),
  },
  {
    id: 'bulk.references-in-extensions-dropped',
    says: 'a manager named by bulkId is left out',
    breaks: ['7644:3.7.2/bulkid-extension'],
    kills: ['bulk.resolves-references-in-extensions'],
    before(request) {
      for (const { data } of jobIn(request)) {
        const extension = isObject(data) ? data[SCHEMA.enterprise] : undefined;
        if (isObject(extension) && referencesIn(extension.manager).length > 0) delete extension.manager;
      }
    },
  },
  {
    id: 'bulk.references-in-changes-dropped',
    says: 'a change that names a bulkId succeeds without effect',
    breaks: ['7644:3.7.2/bulkid-in-patch'],
    kills: ['bulk.resolves-references-in-changes'],
    before(request) {
      for (const operation of jobIn(request)) {
        if (operation.method !== 'PATCH' || referencesIn(changesIn(operation)).length === 0) continue;
        const nothing = { op: 'replace', path: 'externalId', value: 'without-members' };
        operation.data = { schemas: [MESSAGE.patch], Operations: [nothing] };
      }
    },
  },
  {
    id: 'bulk.unknown-references-stored',
    says: 'a bulkId that no operation has is stored as a member',
    breaks: ['7644:3.7.2/bulkid-unknown'],
    kills: ['bulk.never-stores-references'],
    semantics: {
      checksReferences: false,
      represent(full) {
        if (!Array.isArray(full.members)) return full;
        const members = full.members.filter(isObject).map((one) => {
          const value = String(one.value);
          return value.startsWith('unknown ') ? { ...one, value: value.replace('unknown ', 'bulkId:') } : one;
        });
        return { ...full, members };
      },
    },
    before(request) {
      const operations = jobIn(request);
      const known = new Set(operations.map(({ bulkId }) => bulkId));
      for (const { data } of operations) {
        if (!isObject(data) || !Array.isArray(data.members)) continue;
        for (const one of data.members.filter(isObject)) {
          const bulkId = String(one.value).replace(/^bulkId:/, '');
          if (bulkId !== one.value && !known.has(bulkId)) one.value = `unknown ${bulkId}`;
        }
      }
    },
  },
  {
    id: 'bulk.refused-references-leave-an-orphan',
    says: 'a group whose member is refused further down is answered 409, and is made without it',
    breaks: ['practice:P42'],
    kills: [
      'bulk.refused-references-leave-no-orphan',
      'bulk.closes-circles',
      'bulk.resolves-forward-references',
    ],
    before(request) {
      const operations = jobIn(request);
      waiting.set(request, forwardIn(operations));
      return dropMembers(request, ({ index, referred }) => referred.some((at) => at > index));
    },
    after(request, response) {
      const all = results(response.body);
      for (const [bulkId, referred] of waiting.get(request) ?? []) {
        const result = all.find((one) => one.bulkId === bulkId);
        const refused = all.some((one) => referred.includes(String(one.bulkId)) && Number(one.status) >= 400);
        if (result === undefined || !refused) continue;
        delete result.location;
        Object.assign(result, { status: '409', response: errorBody(409, 'a member was refused') });
      }
    },
  },
  {
    id: 'bulk.refused-references-become-members',
    says: 'a member that is refused further down is listed all the same',
    breaks: ['practice:P42'],
    kills: ['bulk.refused-references-leave-no-orphan'],
    semantics: { checksReferences: false },
    before(request, { store }) {
      const operations = jobIn(request);
      for (const [bulkId, referred] of forwardIn(operations)) {
        const data = operations.find((one) => one.bulkId === bulkId)?.data;
        const isTaken = operations.some(
          (one) =>
            referred.includes(String(one.bulkId)) &&
            isObject(one.data) &&
            store.lookup('User', 'userName', String(one.data.userName)).length > 0,
        );
        if (isTaken && isObject(data)) data.members = [{ value: 'nobody-at-all' }];
      }
    },
  },
  {
    id: 'bulk.circles-broken-in-silence',
    says: 'of two groups that name each other, the first stays without the second',
    breaks: ['7644:3.7.1/circular'],
    kills: ['bulk.closes-circles'],
    before: (request) =>
      dropMembers(request, ({ index, referred }, operations) =>
        referred.some((at) => at > index && refersTo(operations[at], operations[index]?.bulkId)),
      ),
  },
  {
    id: 'bulk.unknown-references-lose-their-prefix',
    says: 'a bulkId that no operation has is taken for an id, and stored as a member',
    breaks: ['7644:3.7.2/bulkid-unknown'],
    kills: ['bulk.never-stores-references'],
    semantics: { checksReferences: false },
    before(request) {
      const operations = jobIn(request);
      const known = new Set(operations.map(({ bulkId }) => bulkId));
      for (const { data } of operations)
        for (const one of isObject(data) && Array.isArray(data.members)
          ? data.members.filter(isObject)
          : []) {
          const [, bulkId] = /^bulkId:(.*)/.exec(String(one.value)) ?? [];
          if (bulkId !== undefined && !known.has(bulkId)) one.value = bulkId;
        }
    },
  },
];
