import { list, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { type List, readList } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import { at, member } from '../../schemas/attributes.ts';
import { seeFiltersWork } from '../fixtures/lists/cast.ts';
import { nameLookup } from '../fixtures/lists/nameLookup.ts';

/** Earlier than anything that a run makes. */
const LONG_AGO = '"2011-05-13T04:42:34Z"';

/** What an endpoint that offers no filters answers to one. */
const REFUSALS = [400, 403, 501];

interface OpenLine {
  key: string;
  filter: string;
  /** Whom a lenient reading may find; nobody where it is not said. */
  lenient?: Owned;
}

/** Filters that are true of nobody, each with a part that an endpoint may not know and must not pass over. */
function falseFilters(user: Owned, shown: unknown, absent: string): OpenLine[] {
  const name = `userName eq ${quote(user.name)}`;
  const nobody = quote(absent);
  return [
    { key: 'value-without-quotes', filter: `userName eq ${user.name}`, lenient: user },
    { key: 'absent-value-without-quotes', filter: `userName eq ${absent}` },
    { key: 'value-in-single-quotes', filter: `userName eq '${absent}'` },
    { key: 'empty-value', filter: 'userName eq ""' },
    { key: 'unknown-operator', filter: `userName like ${nobody}` },
    { key: 'unknown-attribute', filter: `ctsNoSuch eq ${nobody}` },
    { key: 'and-unknown-attribute', filter: `${name} and ctsNoSuch eq ${nobody}` },
    { key: 'and-instant', filter: `${name} and meta.created lt ${LONG_AGO}` },
    { key: 'instant-first', filter: `meta.lastModified lt ${LONG_AGO} and ${name}` },
    { key: 'and-external-id', filter: `${name} and externalId eq ${nobody}` },
    { key: 'and-manager', filter: `${name} and manager eq ${nobody}` },
    { key: 'and-address', filter: `${name} and emails[type eq "work" and value eq ${nobody}]` },
    ...(at(shown, 'active') === true ? [{ key: 'and-active', filter: `${name} and active eq false` }] : []),
    { key: 'and-not', filter: `${name} and not (id pr)` },
  ];
}

/** A lookup of which an endpoint does not understand a part finds nobody: it never answers for the rest of it. */
export const openFilters = [
  check(
    'entra.lookups-fail-closed',
    ['entra:Q52'],
    'a lookup that is only partly understood is refused or finds no one',
    { needs: ['provisions-users'] },
    async ({ must, ...tools }) => {
      const { scim, given, notApplicable } = tools;
      const { wanted, answer } = await nameLookup(given);
      if (REFUSALS.includes(answer.status)) notApplicable('filters are refused', 'nothing-to-observe');
      if (!ids(readList(answer)).includes(wanted.id)) await seeFiltersWork(tools);
      const shown = readList(answer).resources.find((one) => member(one, 'id') === wanted.id);

      await must.each(
        falseFilters(wanted, shown, given.unique()),
        ({ key }) => key,
        async ({ filter, lenient }, line) => {
          const found = ids(readList(await send(scim, list(given.users, { filter }))));
          const others = found.filter((id) => id !== lenient?.id).length;
          line.hold(others === 0, {
            key: 'open',
            expected: `no user, or a refusal, for ${filter}`,
            observed: `${others} user(s)`,
          });
        },
      );
    },
  ),
];

const ids = ({ resources }: List): string[] => resources.map((one) => String(member(one, 'id')));
