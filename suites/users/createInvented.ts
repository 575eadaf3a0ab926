import { check } from '../../kit/check/check.ts';
import {
  type Attributes,
  isObject,
  isQualified,
  member,
  show,
  unassigned,
} from '../../schemas/attributes.ts';
import { plainUser } from '../fixtures/users/users.ts';

/** Parts of an entry that say what it is for, and hold nothing themselves. */
const USES = ['type', 'primary', 'display'];

const isEmpty = (value: unknown): boolean =>
  isObject(value) ? Object.values(value).every(isEmpty) : unassigned(value) || String(value).trim() === '';

/** Whether an entry says at most what it is for. */
function holdsNothing(entry: unknown): boolean {
  if (!isObject(entry)) return isEmpty(entry);
  return Object.entries(entry).every(([name, value]) => USES.includes(name.toLowerCase()) || isEmpty(value));
}

/** Lists that hold entries without a value, of an object and the extensions in it. */
function hollowIn(resource: Attributes, sent: unknown): string[] {
  return Object.entries(resource).flatMap(([name, value]): string[] => {
    if (isQualified(name) && isObject(value)) return hollowIn(value, member(sent, name));
    const invented = Array.isArray(value) && member(sent, name) === undefined;
    return invented && value.some(holdsNothing) ? [name] : [];
  });
}

export const createInvented = [
  check(
    'users.create-invents-no-hollow-entries',
    ['practice:P38'],
    'a list omitted from a create contains no empty entries',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { user, read } = await plainUser(given);

      for (const [key, shown] of [
        ['answer', user.created],
        ['read', read],
      ] as const) {
        const hollow = hollowIn(shown, user.sent);
        must.hold(hollow.length === 0, {
          key,
          expected: 'only entries with a value',
          observed: hollow.map((name) => `${name} ${show(member(shown, name))}`).join(', '),
        });
      }
    },
  ),
];
