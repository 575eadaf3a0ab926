import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, operationsIn, refuse } from '../kit.ts';
import { forOkta, isOkta } from './kit.ts';

/** What goes wrong with groups that Okta pushes. */
export const groupDefects: Defect[] = forOkta([
  {
    id: 'okta.refuses-empty-members',
    says: 'a create of a group with an empty list of members is refused',
    breaks: ['okta:O13'],
    kills: ['okta.group-is-pushed-empty'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && Array.isArray(request.body.members)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.rename-refuses-the-id',
    says: 'id in the value of a PATCH is refused',
    breaks: ['okta:O14', 'okta:O28'],
    kills: ['okta.renaming-changes-the-name-only', 'okta.group-is-matched-and-renamed'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operationsIn(request.body).some(({ value }) => isObject(value) && value.id !== undefined)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.removes-or-adds',
    says: 'of a PATCH that removes and adds members only the removal is done',
    breaks: ['okta:O15'],
    kills: ['okta.members-change-in-one-patch'],
    before(request) {
      const all = operationsIn(request.body);
      if (isOne(request, 'PATCH') && all.length > 1 && isObject(request.body))
        request.body.Operations = all.slice(0, 1);
    },
  },
  {
    id: 'okta.members-need-a-type',
    says: 'members added without a type are refused',
    breaks: ['okta:O16'],
    kills: [
      'okta.members-need-no-type',
      'groups.add-member-keeps-others',
      'okta.members-change-in-one-patch',
    ],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operationsIn(request.body).some(
        ({ op, value }) =>
          op === 'add' && Array.isArray(value) && value.some((one) => isObject(one) && !one.type),
      )
        ? refuse(400)
        : undefined,
  },
  {
    id: 'okta.push-appends',
    says: 'a push adds members and takes none away',
    breaks: ['okta:O17'],
    kills: ['okta.push-sets-the-whole-list', 'groups.replace-members-by-a-list'],
    semantics: {
      replaceMany: (current, incoming, attribute) =>
        attribute.name === 'members'
          ? strict.addMany(current, incoming, attribute, strict.sameElement)
          : strict.replaceMany(current, incoming, attribute),
    },
  },
  {
    id: 'okta.unlinking-deletes-members',
    says: 'deleting a group deletes its members',
    breaks: ['okta:O18'],
    kills: ['okta.unlinked-group-leaves-its-members'],
    semantics: {
      alsoDeletes: (resource, { store }) => (resource.type === 'Group' ? store.references(resource) : []),
    },
  },
  {
    id: 'okta.trial-user-stays',
    says: 'what was deleted is answered 200',
    breaks: ['okta:O25'],
    kills: [
      'okta.trial-user-and-group-can-go',
      'traffic.error-is-in-the-http-status',
      'okta.unlinked-group-leaves-its-members',
    ],
    after: (request, response) =>
      isOne(request, 'GET') && response.status === 404 ? { ...response, status: 200 } : undefined,
  },
  {
    id: 'okta.empty-groups-show-a-member',
    says: 'a group without members shows one without a value',
    breaks: ['okta:O19'],
    kills: ['okta.empty-members-are-noted', 'okta.group-is-pushed-empty', 'okta.push-sets-the-whole-list'],
    after({ method, path }, { body }) {
      if (method === 'GET' && path.startsWith('/Groups/') && isObject(body)) body.members ??= [{ value: '' }];
    },
  },
  {
    id: 'okta.rename-of-a-group-is-not-kept',
    says: 'a PATCH without path that renames a group is answered and not stored',
    breaks: ['okta:O20'],
    kills: [
      'okta.patch-answer-is-noted',
      'okta.renaming-changes-the-name-only',
      'okta.group-is-matched-and-renamed',
    ],
    before(request) {
      if (!isOne(request, 'PATCH') || !request.path.startsWith('/Groups/')) return undefined;
      for (const { path, value } of operationsIn(request.body))
        if (path === undefined && isObject(value)) delete value.displayName;
    },
  },
  {
    id: 'okta.members-with-a-name-are-lost',
    says: 'an added member that has a display is not stored',
    breaks: ['okta:O16'],
    kills: ['okta.members-need-no-type'],
    before(request) {
      if (!isOne(request, 'PATCH') || !isOkta(request.headers)) return undefined;
      for (const one of operationsIn(request.body))
        if (one.op === 'add' && Array.isArray(one.value))
          one.value = one.value.filter((each) => !isObject(each) || each.display === undefined);
    },
  },
]);
