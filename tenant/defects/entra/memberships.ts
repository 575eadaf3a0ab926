import { isObject, type TenantRequest } from '../../model.ts';
import { project } from '../../resources/represent.ts';
import { strict } from '../../semantics/index.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType, readId, refuse, succeeded, valuesIn } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { type Hook, refusing } from './kit.ts';

/** Whether a PATCH of a group removes somebody by a value filter who does not exist. */
function removesNobody(request: TenantRequest, { store }: Tenancy): boolean {
  if (!isOne(request, 'PATCH') || nameType(request) !== 'Group') return false;
  return readOperations(request)
    .filter((one) => readOp(one) === 'remove')
    .flatMap((one) => /^members\[value eq "([^"]+)"\]$/.exec(readPath(one))?.[1] ?? [])
    .some((id) => store.find(id) === undefined);
}

const LEAVERS = { breaks: ['entra:Q13'], kills: ['entra.deleted-members-can-be-removed'] };

const SETTLE = { breaks: ['entra:Q13'], kills: ['entra.repeated-memberships-settle'] };

const isAmong = (members: readonly unknown[], one: unknown): boolean =>
  members.some((member) => isObject(member) && isObject(one) && member.value === one.value);

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

/** What goes wrong with who is in a group. */
export const membershipDefects: Defect[] = [
  refusing(
    'null-reference-is-refused',
    'an add of members whose $ref is null is refused',
    'entra:Q55',
    ['entra.members-are-added-as-entra-sends-them', 'smartfile.both-dialects-work'],
    ({ value }) => Array.isArray(value) && value.some((one) => isObject(one) && one.$ref === null),
  ),
  {
    ...refusing(
      'several-members-are-refused',
      'an add of more than one member at once is refused',
      'entra:Q55',
      ['entra.members-are-added-as-entra-sends-them'],
      (one) =>
        readOp(one) === 'add' &&
        readPath(one) === 'members' &&
        Array.isArray(one.value) &&
        one.value.length > 1,
    ),
    profile: 'entra',
  },
  {
    id: 'entra.group-patch-lists-members',
    says: 'a PATCH of a group answers 200 with all of its members',
    breaks: ['entra:R30'],
    kills: ['entra.group-patch-is-brief'],
    after(request, response, tenancy) {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups/') || !succeeded(response))
        return undefined;
      const group = tenancy.store.find(request.path.slice(8));
      const body = group && project(tenancy, group, {});
      return body && { status: 200, headers: {}, body };
    },
  },
  {
    id: 'patch.remove-list-wipes',
    says: 'remove with a list of members removes all of them',
    breaks: ['entra:Q12'],
    kills: ['entra.listed-members-are-removed-alone'],
    semantics: { removeMany: () => [] },
  },
  refusing(
    'listed-removal-is-refused',
    'a remove of members that lists them in its value is refused',
    'entra:Q12',
    ['entra.listed-members-are-removed-alone'],
    (one) => readOp(one) === 'remove' && Array.isArray(one.value),
  ),
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
    id: 'entra.list-with-an-absent-member-removes-nobody',
    says: 'a removal that lists a member who is not there takes no one away, with a 2xx',
    ...SETTLE,
    semantics: {
      removeMany(current, listed, attribute, same) {
        return attribute.name === 'members' && listed?.some((one) => !isAmong(current, one))
          ? current
          : strict.removeMany(current, listed, attribute, same);
      },
    },
  },
  {
    id: 'entra.list-with-a-present-member-adds-nobody',
    says: 'an addition that lists a member who is there already adds no one, with a 2xx',
    ...SETTLE,
    semantics: {
      addMany(current, incoming, attribute, same) {
        const some = incoming.length > 1 && incoming.some((one) => isAmong(current, one));
        return attribute.name === 'members' && some
          ? current
          : strict.addMany(current, incoming, attribute, same);
      },
    },
  },
  {
    id: 'groups.absent-member-is-not-found',
    says: 'removing a member who is not there is answered 404',
    breaks: ['entra:Q13'],
    kills: ['entra.repeated-memberships-settle'],
    before(request, { store }) {
      const group =
        isOne(request, 'PATCH') && nameType(request) === 'Group'
          ? store.get('Group', readId(request))
          : undefined;
      if (group === undefined) return undefined;
      const there = valuesIn(group.data.members);
      const missing = readOperations(request).some((one) => {
        const named = /^members\[value eq "(.*)"\]$/.exec(readPath(one))?.[1];
        const gone = named === undefined ? valuesIn(one.value) : [named];
        return readOp(one) === 'remove' && gone.some((id) => !there.includes(id));
      });
      return missing ? refuse(404) : undefined;
    },
  },
  {
    id: 'entra.deleted-member-is-not-found',
    says: 'removing a member who was deleted is answered 404',
    ...LEAVERS,
    before: (request, tenancy) => (removesNobody(request, tenancy) ? refuse(404) : undefined),
  },
  {
    id: 'entra.deleted-member-ends-the-patch',
    says: 'a PATCH that removes a member who was deleted is answered 204, and nothing of it is done',
    ...LEAVERS,
    before: (request, tenancy) => (removesNobody(request, tenancy) ? done() : undefined),
  },
  {
    id: 'entra.unknown-member-ignored',
    says: 'a member that does not exist is ignored with 204',
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
];
