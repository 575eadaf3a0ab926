import { patch, send } from '../../clients/entra/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import { isAnyText, isFree } from '../../kit/compose/choose.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import { elements, equal, member } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { changedUser } from '../fixtures/clients/lent.ts';

/** Lists of which the default mapping writes single parts by type, and a part of each. */
const LISTS = [
  ['phoneNumbers', 'value', 'tel:+1-201-555-0143'],
  ['addresses', 'locality', 'Redmond'],
] as const;

interface Detail {
  list: string;
  type: string;
  part: string;
  value: string;
}

/** Whether an entry may consist of its type and this part alone. */
export function standsAlone(list: Attribute, part: string): boolean {
  const named = (name: string) =>
    list.subAttributes.find((sub) => sub.name.toLowerCase() === name.toLowerCase());
  const [type, text] = [named('type'), named(part)];
  if (type === undefined || text === undefined) return false;
  const others = list.subAttributes.filter((sub) => sub !== type && sub !== text);
  return (
    isFree(list) &&
    isFree({ ...type, required: false }) &&
    isAnyText(text) &&
    others.every(({ required }) => !required)
  );
}

/** What the endpoint lets a client write so; not applicable where that is nothing. */
function composeDetails({ given, capabilities }: Pick<CheckTools, 'given' | 'capabilities'>): Detail[] {
  const fits = (name: string) => {
    const [, part] = LISTS.find(([list]) => list.toLowerCase() === name.toLowerCase()) ?? [];
    const published = findAttribute(capabilities, 'User', name);
    return part !== undefined && published !== undefined && standsAlone(published, part);
  };
  given.anyAttribute('User', 'a list of numbers or addresses told apart by type', ({ path }) => fits(path));
  return LISTS.filter(([list]) => fits(list)).flatMap(([list, part, value]) => {
    const [type, ...others] = listTypes(findAttribute(capabilities, 'User', list));
    // The default mapping fills the second number of a person as well.
    const mobile = list === 'phoneNumbers' && others.includes('mobile') ? ['mobile'] : [];
    return type === undefined ? [] : [type, ...mobile].map((one) => ({ list, type: one, part, value }));
  });
}

/** Letters and digits of a value: a server may write a telephone number its own way (RFC 7643 section 4.1.2). */
const bare = (value: unknown): string =>
  String(value)
    .replace(/^tel:|[^\p{L}\p{N}]/giu, '')
    .toLowerCase();

export const details = [
  check(
    'entra.add-creates-numbers-and-addresses',
    ['entra:Q57'],
    'adding a first telephone number or part of a first address creates the entry',
    async ({ must, scim, given, capabilities }) => {
      const wanted = composeDetails({ given, capabilities });
      const lists = wanted.map(({ list }) => list);
      const user = await changedUser(given, lists);

      await must.each(
        wanted,
        ({ list, type }) => (type === 'mobile' ? `${list}.${type}` : list),
        async ({ list, type, part, value }, line) => {
          const path = `${list}[type eq "${type}"].${part}`;
          const answer = await send(scim, patch(user.path, [{ op: 'add', path, value }]));
          line.haveStatus(answer, [200, 204], { key: 'refused' });
          const all = elements(await given.read(user), list);
          const types = all.map((one) => String(member(one, 'type')).toLowerCase());
          const entries = all.filter((one) => equal(member(one, 'type'), type, false));
          line.equal(
            entries.map((one) => bare(member(one, part))),
            [bare(value)],
            { key: part, what: `${part} of the entries of that type, bare` },
          );
          const before = wanted.slice(
            0,
            wanted.findIndex((one) => one.list === list && one.type === type),
          );
          const gone = before.filter((one) => one.list === list && !types.includes(one.type.toLowerCase()));
          line.equal(
            gone.map((one) => one.type),
            [],
            { key: 'others', what: 'types whose value disappeared when this one was added' },
          );
        },
      );
    },
  ),
];
