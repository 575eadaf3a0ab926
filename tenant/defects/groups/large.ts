import { isObject, ScimProblem } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { holding, isList, isOne, nameType, readId, refuse, resourcesIn, valuesIn } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { membersIn } from './kit.ts';

const KILLS = { breaks: ['7644:3.5.2/patch-group-members'], kills: ['groups.grow-past-a-hundred'] };
const MANY = 50;

/** Groups that go wrong once they are large. */
export const largeDefects: Defect[] = [
  {
    id: 'group.holds-a-hundred',
    says: 'a group holds its first hundred members and ignores the rest',
    ...KILLS,
    semantics: holding(100),
  },
  {
    id: 'groups.hundred-and-first-refused',
    says: 'a group of a hundred members refuses more',
    breaks: ['practice:P51'],
    kills: ['groups.have-room-for-a-hundred'],
    before(request, { store }) {
      const adds = readOperations(request).some(
        (one) => readOp(one) === 'add' && readPath(one).startsWith('members'),
      );
      const group = isOne(request, 'PATCH') && adds ? store.get('Group', readId(request)) : undefined;
      return membersIn(group?.data ?? {}).length >= 100 ? refuse(400) : undefined;
    },
  },
  {
    id: 'groups.members-fill-a-column',
    says: 'a group whose member ids are longer than 2,000 characters in all is refused',
    breaks: ['practice:P51'],
    kills: ['groups.have-room-for-a-hundred'],
    semantics: {
      complete(_type, data) {
        if (valuesIn(data.members).join(' ').length > 2000)
          throw new ScimProblem(400, 'value too long for members', 'invalidValue');
        return data;
      },
    },
  },
  {
    id: 'group.large-ones-are-not-left',
    says: 'removing a member from a group of more than fifty is acknowledged but not carried out',
    breaks: KILLS.breaks,
    kills: [...KILLS.kills, 'groups.add-a-hundred-members', 'groups.grow-by-pages-to-250'],
    optIn: ['load'],
    before(request, { store }) {
      const removal = readOperations(request).some(
        (one) => readOp(one) === 'remove' && readPath(one).startsWith('members'),
      );
      if (!removal || nameType(request) !== 'Group' || !isOne(request, 'PATCH')) return undefined;
      const members = store.get('Group', readId(request))?.data.members;
      return Array.isArray(members) && members.length > MANY ? done() : undefined;
    },
  },
  {
    id: 'group.put-keeps-fifty',
    says: 'only the first fifty members in a PUT of a group are stored',
    breaks: ['7644:3.5.2/patch-group-members'],
    kills: ['groups.grow-past-a-hundred'],
    before(request) {
      if (!isOne(request, 'PUT') || nameType(request) !== 'Group' || !isObject(request.body))
        return undefined;
      const members = membersIn(request.body);
      if (members.length > 50) request.body = { ...request.body, members: members.slice(0, 50) };
    },
  },
  {
    id: 'groups.lists-show-fifty-members',
    says: 'lists show the first fifty members of a group only',
    breaks: ['practice:P39'],
    kills: ['groups.grow-past-a-hundred'],
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'Group') return undefined;
      for (const group of resourcesIn(response))
        if (Array.isArray(group.members)) group.members = group.members.slice(0, MANY);
    },
  },
  {
    id: 'group.holds-two-hundred',
    says: 'a group holds its first two hundred members and ignores the rest',
    breaks: ['7644:3.5.2/patch-group-members'],
    kills: ['groups.grow-by-pages-to-250'],
    optIn: ['load'],
    semantics: holding(200),
  },
];
