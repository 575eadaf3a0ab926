import { type CheckTools, check } from '../../../kit/check/check.ts';
import { readList } from '../../../kit/check/must.ts';
import { quote } from '../../../kit/check/scim.ts';
import { counted } from '../../../kit/check/words.ts';
import { at, member, show, unassigned } from '../../../schemas/attributes.ts';
import {
  type Cast,
  commonEnding,
  firstTexts,
  heldBy,
  readText,
  seeFiltersWork,
  sharedCast,
} from '../../fixtures/lists/cast.ts';
import { textPaths } from '../../fixtures/lists/castValues.ts';
import { nameLookup } from '../../fixtures/lists/nameLookup.ts';
import { walkPages } from '../../fixtures/lists/pages.ts';
import { findOptionalText, parentPath, withOptionalText } from '../../fixtures/lists/shapes.ts';
import { type Line, linesHold, literal, ofAnAddress, ofItsType } from './lines.ts';

/** A text inside of a complex attribute, and one of an extension, where the first user of the cast shows them. */
function furtherTexts(cast: Cast, { capabilities }: Pick<CheckTools, 'capabilities'>): string[] {
  const paths = textPaths(capabilities).filter(
    (path) => !cast.texts.slice(0, 2).includes(path) && !unassigned(at(cast.people[0]?.shown, path)),
  );
  const inner = paths.find((path) => !path.startsWith('urn:') && path.includes('.'));
  const extension = paths.find((path) => path.startsWith('urn:'));
  return [inner, extension].filter((path) => path !== undefined);
}

export const comparison = [
  check(
    'queries.filter-returns-only-matches',
    ['7644:3.4.2.2/filter-only-matching'],
    'a filtered list contains only what the filter matches',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, remark, capabilities } = tools;
      const { wanted, answer } = await nameLookup(given);

      const { resources } = readList(answer);
      const stranger = resources.find(
        (resource) => String(member(resource, 'userName')).toLowerCase() !== wanted.name.toLowerCase(),
      );
      if (capabilities.features.filter !== true) {
        must.haveStatus(answer, [200, 400, 403, 501]);
        if (stranger !== undefined)
          remark('warning', 'filter-ignored', 'filtering is not offered, and a filter is silently ignored');
        return;
      }
      must.haveStatus(answer, 200);
      must.hold(stranger === undefined, {
        key: 'stranger',
        expected: 'only users whose userName equals the value',
        observed: `a user with the userName ${show(member(stranger, 'userName'))}`,
      });
    },
  ),
  check(
    'queries.filter-without-match-lists-nothing',
    ['7644:3.4.2/filter-no-match'],
    'a filter without a match returns 200 with totalResults 0',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must } = tools;
      await seeFiltersWork(tools);
      const answer = await scim.find(given.users, `userName eq ${quote(given.address())}`);

      const { resources } = must.haveList(answer);
      // RFC 9865 section 2 lets an answer that is paged by cursor leave the total out.
      const total = member(answer.body, 'totalResults');
      must.hold(resources.length === 0 && (total === 0 || unassigned(total)), {
        key: 'totalResults',
        expected: 'totalResults 0 and no resources',
        observed: `totalResults ${show(total)} and ${counted(resources.length)}`,
      });
    },
  ),
  check(
    'queries.filter-eq',
    ['7644:3.4.2.2/op-eq'],
    'eq selects the users with the same value, for each type of attribute',
    { needs: ['users'] },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      // Of all texts, those of the first user begin the text of another.
      const [person] = cast.people;
      const single = ['boolean', 'integer', 'decimal', 'dateTime', 'reference', 'binary'].flatMap((type) =>
        heldBy(cast, tools, type).slice(0, 1),
      );
      const lines: Line[] = [
        ...cast.texts.slice(0, 2),
        ...furtherTexts(cast, tools),
        ...single.map(({ path }) => path),
        'externalId',
        'id',
      ].flatMap((path) => {
        const value = at(person?.shown, path);
        if (unassigned(value)) return [];
        return [
          {
            key: path,
            filter: `${path} eq ${literal(value)}`,
            narrow: true as const,
            wanted: ({ shown }) => at(shown, path) === value,
          },
        ];
      });

      await linesHold(tools, [
        {
          key: 'userName',
          filter: `userName eq ${quote(person?.name ?? '')}`,
          wanted: (one) => one === person,
        },
        ...lines,
        ...ofItsType(person, tools.capabilities),
        ...ofAnAddress(person),
      ]);
    },
  ),
  check(
    'queries.filter-ne',
    ['7644:3.4.2.2/op-ne'],
    'ne leaves out the users with the same value and selects those with another',
    { needs: ['users'] },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      const [first, second] = firstTexts(cast);
      const [person] = cast.people;
      const typed = ['boolean', 'integer', 'dateTime'].flatMap((type) =>
        heldBy(cast, tools, type).slice(0, 1),
      );

      await linesHold(
        tools,
        [first, second, ...typed.map(({ path }) => path)].map((path) => {
          const value = at(person?.shown, path);
          return {
            key: path,
            filter: `${path} ne ${literal(value)}`,
            narrow: true,
            // Whether a resource without a value differs from one is not said.
            wanted: ({ shown }) => (unassigned(at(shown, path)) ? undefined : at(shown, path) !== value),
          };
        }),
      );
    },
  ),
  check(
    'queries.filter-co-sw-ew',
    ['7644:3.4.2.2/op-co-sw-ew'],
    'co, sw and ew select by part of the value, and by the whole of it',
    { needs: ['users'] },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      const [text] = firstTexts(cast);
      const part = commonEnding(cast);
      const line = (key: string, operator: string, value: string, fits: (text: string) => boolean): Line => ({
        key,
        filter: `${text} ${operator} ${quote(value)}`,
        wanted: (person) => fits(readText(person, text) ?? ''),
      });

      await linesHold(tools, [
        line('sw', 'sw', `${cast.stem}Amber`, (value) => value.startsWith(`${cast.stem}Amber`)),
        line('sw/part', 'sw', `${cast.stem}A`, (value) => value.startsWith(`${cast.stem}A`)),
        line('co', 'co', `${part}Amb`, (value) => value.includes(`${part}Amb`)),
        line('co/whole', 'co', `${cast.stem}Birch`, (value) => value === `${cast.stem}Birch`),
        line('ew', 'ew', `${part}Birch`, (value) => value.endsWith(`${part}Birch`)),
        line('ew/whole', 'ew', `${cast.stem}Amber`, (value) => value === `${cast.stem}Amber`),
        line('ew/none', 'ew', `${part}Amb`, () => false),
        line('sw/none', 'sw', `${part}Amber`, () => false),
      ]);
    },
  ),
  check(
    'queries.filter-pr',
    ['7644:3.4.2.2/op-pr'],
    'pr selects the users with a value and leaves out those without one',
    { needs: ['users'] },
    async (tools) => {
      const cast = await tools.given.the(sharedCast);
      const [first, second] = firstTexts(cast);
      const complex = ['name', 'emails'].filter((path) =>
        cast.people.some(({ shown }) => !unassigned(at(shown, path))),
      );

      await linesHold(
        tools,
        [first, second, ...complex].map((path) => ({
          key: path,
          filter: `${path} pr`,
          narrow: true,
          wanted: ({ shown }) => isPresent(at(shown, path)),
        })),
      );
    },
  ),
  check(
    'queries.filter-pr-after-clearing',
    ['7644:3.4.2.2/op-pr'],
    'pr no longer selects a user whose value was removed',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, remark, notApplicable } = tools;
      const text = findOptionalText(tools.capabilities, await given.the(sharedCast));
      if (text === undefined) return notApplicable('the endpoint stores no optional string of a user');
      const path = parentPath(text);
      const user = await given.made(withOptionalText);
      const filter = `userName eq ${quote(user.name)} and ${text} pr`;
      const before = await walkPages(scim, given.users, { filter });
      if (before.resources.length === 0 && before.answers[0]?.status === 400)
        notApplicable('the endpoint refuses the filter', 'nothing-to-observe');
      must.hold(before.resources.length === 1, {
        key: 'before',
        expected: 'the user, which has a value',
        observed: counted(before.resources.length),
      });

      await given.step(
        'take the value away',
        scim.put(user.path, { ...user.sent, id: user.id, [path]: null }),
      );
      const kept = at(await given.read(user), text);
      if (!unassigned(kept))
        notApplicable('the endpoint keeps values that a PUT sets to null', 'nothing-to-observe');
      must.listExactly(await scim.find(given.users, filter), [], { key: 'after' });
      if (kept === '') remark('note', 'empty-text', 'the removed value is shown as an empty string');
    },
  ),
];

/** A value, or for a complex one some value within (RFC 7644 section 3.4.2.2); an empty text is left open. */
function isPresent(value: unknown): boolean | undefined {
  if (unassigned(value)) return false;
  if (value === '') return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  return Object.values(value).some((inner) => isPresent(inner) === true) || undefined;
}
