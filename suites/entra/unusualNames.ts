import { findGroup, findUser, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { member } from '../../schemas/attributes.ts';

/** Names that lookups have to survive; a quote or backslash is left out where a client cannot escape it. */
const NAMES = ["o'neil & a+b", 'ü-名', 'a.b-c_d!e#f^g~h', 'a/b=c,d(e):[f]@g'];

/** Names of groups as directories have them. */
export const unusualNames = [
  check(
    'entra.unusual-values-are-found',
    ['entra:Q18', 'entra:Q56'],
    'groups with spaces, pluses, quotes, brackets or other scripts in their names are found',
    async ({ must, scim, given, profile }) => {
      const groups = profile.resources !== 'users';
      const unique = given.unique();
      const lookup = (value: string) =>
        groups ? findGroup(given.groups, 'displayName', value) : findUser(given.users, 'externalId', value);
      // One name with all of it says it at once where it is taken and found; else one for each tells which it is.
      const whole = `${unique} ${NAMES.join(' ')}`;
      const all = groups
        ? await scim.post(given.groups, given.payload('Group', { displayName: whole }))
        : await scim.post(given.users, given.payload('User', { externalId: whole }));
      const found = all.ok ? readList(await send(scim, lookup(whole))).resources : [];
      const takesPlain = async (length: number) =>
        (await scim.post(given.groups, given.payload('Group', { displayName: unique.padEnd(length, 'n') })))
          .ok;
      const together =
        all.ok && found.length === 1 && String(member(found[0], 'id')) === idAt(await given.findPlace(all));
      await must.each(together ? [] : NAMES, String, async (name, line) => {
        const value = `${unique} ${name}`;
        const made = groups
          ? await scim.post(given.groups, given.payload('Group', { displayName: value }))
          : await scim.post(given.users, given.payload('User', { externalId: value }));

        // Entra does not change a name to suit the endpoint: the group that bears it is left out. How long names are is free.
        if (groups && made.status === 400 && !(await takesPlain(value.length))) return;
        if (groups) line.haveStatus(made, [200, 201], { key: 'refused', row: 'entra:Q56' });
        else if (made.status === 400) return line.haveStatus(made, 400);
        line.listExactly(await send(scim, lookup(value)), [idAt(await given.findPlace(made))]);
      });
      if (together) must.hold(together, { key: 'together', expected: whole, observed: 'another list' });
      const quoted = `${unique} "\\`;
      const made = groups
        ? await scim.post(given.groups, given.payload('Group', { displayName: quoted }))
        : await scim.post(given.users, given.payload('User', { externalId: quoted }));
      const refused = { key: 'quote and backslash/refused', row: 'entra:Q56' };
      if (groups) must.haveStatus(made, [200, 201], refused);
      else if (!made.ok) return;
      const [endpoint, attribute] = groups ? [given.groups, 'displayName'] : [given.users, 'externalId'];
      const answer = await scim.find(endpoint, `${attribute} eq ${JSON.stringify(quoted)}`);
      must.listExactly(answer, [idAt(await given.findPlace(made))], { key: 'quote and backslash' });
    },
  ),
];
