import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, operationsIn, refuse } from '../kit.ts';
import { forOkta } from './kit.ts';

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
    kills: ['okta.members-need-no-type', 'groups.add-member-keeps-others'],
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
    kills: ['okta.trial-user-and-group-can-go', 'traffic.error-is-in-the-http-status'],
    after: (request, response) =>
      isOne(request, 'GET') && response.status === 404 ? { ...response, status: 200 } : undefined,
  },
]);
