import { check } from '../../../kit/check/check.ts';
import { quote } from '../../../kit/check/scim.ts';
import { elements, member } from '../../../schemas/attributes.ts';
import { type Person, sharedCast } from '../../fixtures/lists/cast.ts';
import { isRefusal } from '../../fixtures/lists/pages.ts';
import { type Line, linesHold } from './lines.ts';

/** Truth values in filters: each of the two, of a single attribute and of the parts of a list (section 3.4.2.2). */
export const truthValues = [
  check(
    'queries.filter-tells-true-from-false',
    ['7644:3.4.2.2/op-eq'],
    'eq true and eq false select the right users, for active and for primary',
    { needs: ['users'] },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const active = ({ shown }: Person) => (typeof shown.active === 'boolean' ? shown.active : undefined);

      await linesHold(tools, [
        ...(people.some((person) => active(person) !== undefined)
          ? [
              { key: 'active/true', filter: 'active eq true', narrow: true as const, wanted: active },
              { key: 'active/false', filter: 'active eq false', narrow: true as const, wanted: not(active) },
            ]
          : []),
        ...primaryLines(people),
      ]);
    },
  ),
  check(
    'queries.filter-knows-who-is-disabled',
    ['7644:3.4.2.2/op-eq'],
    'a disabled user is found by active eq false and not by active eq true',
    { needs: ['users', 'patch'] },
    async ({ scim, given, must, notApplicable }) => {
      const user = await given.anyUser();
      await scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }]);
      if ((await given.read(user)).active !== false)
        notApplicable('the endpoint does not let clients disable an account', 'nothing-to-observe');

      for (const value of [false, true]) {
        const answer = await scim.find(given.users, `userName eq ${quote(user.name)} and active eq ${value}`);
        if (isRefusal(answer)) return notApplicable('a filter on active is refused', 'nothing-to-observe');
        must.listExactly(answer, value ? [] : [user.id], { key: String(value) });
      }
    },
  ),
];

/** Filters for the primary address of the first user, and for its other one. */
function primaryLines(people: Person[]): Line[] {
  const [first] = people;
  const emails = elements(first?.shown, 'emails');
  const primary = emails.find((one) => member(one, 'primary') === true);
  const other = emails.find((one) => one !== primary);
  if ([primary, other].some((one) => typeof member(one, 'value') !== 'string')) return [];
  const bracket = (email: unknown, value: boolean) =>
    `emails[value eq ${quote(String(member(email, 'value')))} and primary eq ${value}]`;
  return [
    { key: 'primary/true', filter: bracket(primary, true), wanted: (one) => one === first },
    { key: 'primary/not-true', filter: bracket(other, true), wanted: () => false },
    { key: 'primary/not-false', filter: bracket(primary, false), wanted: () => false },
  ];
}

const not = (of: (person: Person) => boolean | undefined) => (person: Person) => {
  const value = of(person);
  return value === undefined ? undefined : !value;
};
