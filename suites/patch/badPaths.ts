import { check } from '../../kit/check/check.ts';
import { at, equal, show, unassigned } from '../../schemas/attributes.ts';
import {
  composeElement,
  findComplexTarget,
  findListTarget,
  findTypedList,
} from '../fixtures/patches/specimen.ts';
import { withLent } from '../fixtures/patches/subject.ts';
import { tryEach } from '../fixtures/refused.ts';
import { keywordNoted, refusedAndUnchanged } from './unchanged.ts';

const USERS = ['users'];
const PATH_KEYWORDS = ['invalidPath', 'invalidFilter', 'invalidSyntax'];

/** Paths that cannot be read, or that lead nowhere (RFC 7644 section 3.12, table 9). */
export const badPaths = [
  check(
    'patch.malformed-paths-are-refused',
    ['7644:3.12/patch-invalid-path'],
    'a malformed path is refused and changes nothing',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const list = await findListTarget(tools);
      await withLent(tools, async ({ user, before }) => {
        const lines = {
          'open-bracket': `${list.path}[type eq`,
          index: `${list.path}[0].value`,
          'double-dot': `${list.path}..value`,
          'bare-filter': '[value eq "x"]',
          digit: '9abc',
        };

        await must.each(
          Object.entries(lines),
          ([key]) => key,
          async ([key, path], line) => {
            const { value } = composeElement(tools.given, list, 1);
            const answer = await tools.scim.patch(user.path, [{ op: 'replace', path, value }]);
            line.beRefused(answer, 400);
            keywordNoted(remark, answer, PATH_KEYWORDS, key);
          },
        );
        await refusedAndUnchanged(tools, must, user, before, [list.path, 'userName']);
      });
    },
  ),
  check(
    'patch.unreadable-filter-is-refused',
    ['7644:3.12/patch-invalid-filter'],
    'a value filter with an unknown operator is refused and changes nothing',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const list = await findTypedList(tools);
      await withLent(tools, async ({ user, before }) => {
        const { value } = composeElement(tools.given, list, 1);

        const path = `${list.path}[type regex "${list.types[0]}"].value`;
        const answer = await tools.scim.patch(user.path, [{ op: 'replace', path, value }]);
        must.beRefused(answer, 400);
        keywordNoted(remark, answer, PATH_KEYWORDS, 'filter');
        await refusedAndUnchanged(tools, must, user, before, [list.path]);
      });
    },
  ),
  check(
    'patch.unknown-attributes-are-refused',
    ['7644:3.12/patch-unknown-attr'],
    'a path to an attribute that is not in the schema is refused',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const { path: complex } = await findComplexTarget(tools);
      await withLent(tools, async ({ user, before }) => {
        const targets = [
          { key: 'attribute', op: 'add', path: 'confNoSuchAttribute' },
          { key: 'sub-attribute', op: 'replace', path: `${complex}.confNoSuchPart` },
        ];
        const tried = await tryEach(targets, before, {
          send: ({ op, path }) => tools.scim.patch(user.path, [{ op, path, value: 'x' }]),
          read: () => tools.given.read(user),
          isLike: (one, other) => targets.every(({ path }) => equal(at(one, path), at(other, path))),
        });
        await must.each(
          targets,
          ({ key }) => key,
          (target, line) => {
            const { key } = target;
            const { answer, after } = tried(target);
            const stored = at(after, target.path);
            line.hold(unassigned(stored), { key: 'stored', expected: 'nothing', observed: show(stored) });
            line.beRefused(answer, 400);
            keywordNoted(remark, answer, ['invalidPath', 'noTarget', 'invalidValue'], key);
          },
        );
      });
    },
  ),
];
