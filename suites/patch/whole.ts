import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../../kit/check/check.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { type Attributes, at, equal, show } from '../../schemas/attributes.ts';
import { findListTarget, findTextAttribute, specimen } from '../fixtures/patches/specimen.ts';
import { accepted, carriedOut, lentList, lentSubject, listedUser } from '../fixtures/patches/subject.ts';
import { isOneMinute, movedAtRest, SECOND_MS } from '../fixtures/rest.ts';
import { patched } from '../fixtures/users/patched.ts';

const USERS = ['users'];
const META = ['meta.lastModified', 'meta.version'];

const lastModified = (resource: Attributes): number => Date.parse(String(at(resource, 'meta.lastModified')));

/** All of a PATCH or nothing of it, and what it does to meta (RFC 7644 section 3.5.2, RFC 7643 section 3.1). */
export const whole = [
  check(
    'patch.fails-as-a-whole',
    ['7644:3.5.2/patch-atomic'],
    'a PATCH with a failing operation changes nothing',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { texts } = await tools.given.the(specimen);
      const [path = await findTextAttribute(tools)] = texts;
      const start = { [path]: tools.given.unique() };
      const { user, before: first } = await lentSubject(tools.given, listedUser, start);
      let state = first;
      const good = () => ({ op: 'replace', path, value: tools.given.unique() });
      const readOnly = { op: 'replace', path: 'id', value: tools.given.unique() };
      const unknown = { op: 'add', path: 'confNoSuchAttribute', value: 'x' };
      const noTarget = { op: 'remove' };
      const orders: [string, PatchOperation[]][] = [
        ['readonly-last', [good(), readOnly]],
        ['readonly-first', [readOnly, good()]],
        ['unknown-last', [good(), unknown]],
        ['no-target-last', [good(), noTarget]],
      ];
      let refused = 0;
      // Where all are refused and nothing moved, one read shows it of all of them.
      const answers = [];
      for (const [, operations] of orders) {
        answers.push(await tools.scim.patch(user.path, operations));
        if (answers.at(-1)?.ok) break;
      }
      state = await tools.given.read(user);
      const untouched = [path, ...META].every((part) => equal(at(state, part), at(first, part)));
      const together = untouched && answers.every(({ ok }) => !ok);

      await must.each(
        orders,
        ([key]) => key,
        async ([, operations], line) => {
          const value = at(state, path);
          let [accepted, before] = [false, together ? first : state];
          await movedAtRest(async (again) => {
            if (together && !again) return [];
            before = again ? await tools.given.read(user) : state;
            accepted = (await tools.scim.patch(user.path, operations)).ok;
            state = await tools.given.read(user);
            return accepted ? [] : META.filter((part) => !equal(at(state, part), at(before, part)));
          });
          // What an endpoint takes in good faith is another check's concern.
          if (accepted) return;
          refused += 1;
          const meta = META.map((part) => [part, at(before, part), at(state, part)] as const);
          for (const [key, was, is] of [['value', value, at(state, path)] as const, ...meta])
            line.hold(equal(is, was), { key, expected: show(was), observed: show(is) });
        },
      );
      if (refused === 0) tools.notApplicable('no operation was refused', 'nothing-to-observe');
    },
  ),
  check(
    'patch.moves-last-modified',
    ['7643:3.1/patch-lastmodified'],
    'a PATCH that changes something advances meta.lastModified',
    { needs: USERS },
    async ({ must, ...tools }) => {
      await tools.given.the(specimen);
      const { answer, before, after } = await tools.given.the(patched);
      if (Number.isNaN(lastModified(before))) tools.notApplicable('no lastModified', 'nothing-to-observe');

      accepted(must, answer);
      const [first, second] = [lastModified(before), lastModified(after)];
      must.hold(second > first || isOneMinute(first, second), {
        key: 'lastModified',
        expected: 'a later lastModified',
        observed: second === first ? 'the same' : 'an earlier one, or none',
      });
      const version = at(before, 'meta.version');
      const versioned = tools.capabilities.features.etag === true && version !== undefined;
      must.hold(!versioned || version !== at(after, 'meta.version'), {
        key: 'version',
        expected: 'another version',
        observed: 'the same',
      });
    },
  ),
  check(
    'patch.no-change-keeps-last-modified',
    ['7644:3.5.2.1/add-duplicate-lastmodified'],
    'adding an existing value leaves meta.lastModified alone',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const list = await findListTarget(tools);
      const { user, before } = await lentList(tools, list, false);
      if (Number.isNaN(lastModified(before))) tools.notApplicable('no lastModified', 'nothing-to-observe');
      await sleep(SECOND_MS);

      const same = { op: 'add', path: list.path, value: at(before, list.path) };
      let [start, after] = [before, before];
      await movedAtRest(async (again) => {
        start = again ? await tools.given.read(user) : before;
        after = await carriedOut(tools, must, user, [same]);
        return META.filter((part) => !equal(at(after, part), at(start, part)));
      });
      must.equal(lastModified(after), lastModified(start), { key: 'lastModified', what: 'lastModified' });
      if (at(after, 'meta.version') !== at(start, 'meta.version'))
        remark('warning', 'version', 'meta.version changes although nothing else does');
    },
  ),
];
