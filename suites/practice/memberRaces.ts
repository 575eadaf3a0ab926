import { check } from '../../kit/check/check.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { crew, listed, makeGroup, memberPath, readMembers } from '../fixtures/groups/members.ts';
import { noteUnprovoked, openSockets, type Race, ROUNDS, race } from './race.ts';

/** Changes of one group that meet each other: no acknowledged member is lost. */
export const memberRaces = [
  check(
    'practice.simultaneous-additions-all-stay',
    ['practice:P03'],
    'members added at the same time to one group, or one member to two groups, are all stored',
    { needs: ['users'], long: true },
    async ({ observe, must, ...tools }) => {
      const users = await tools.given.the(crew);
      const group = await makeGroup(tools, 0);
      await tools.given.the(openSockets);
      const races: Race[] = [];

      for (let round = 0; round < ROUNDS; round += 1) {
        const add = (user: Owned) => ({ op: 'add', path: 'members', value: listed(tools, user) });
        const run = await race(
          tools.network,
          users.map((user) => tools.scim.patch(group.path, [add(user)])),
        );
        races.push(run);
        const shown = await readMembers(tools, group);
        const acknowledged = users.filter((_, index) => run.answers[index]?.ok);
        const lost = acknowledged.filter(({ id }) => !shown.includes(id)).length;
        must.equal(lost, 0, { key: 'lost', what: 'the number of acknowledged members that are missing' });
        must.hold(acknowledged.length > 0, { key: 'none', expected: 'one addition', observed: 'none' });
        if (round === ROUNDS - 1) break;
        const empty = { op: 'replace', path: 'members', value: [] };
        await tools.given.step('empty it', tools.scim.patch(group.path, [empty]));
      }
      noteUnprovoked(observe, 'add-members', races);
      const [user] = users;
      const both = [await tools.given.anyGroup(), await tools.given.anyGroup()];
      const add = { op: 'add', path: 'members', value: listed(tools, user) };
      const { answers } = await race(
        tools.network,
        both.map(({ path }) => tools.scim.patch(path, [add])),
      );
      const without: string[] = [];
      for (const [index, one] of both.entries())
        if (answers[index]?.ok && !(await readMembers(tools, one)).includes(user.id)) without.push(one.id);
      must.equal(without.length, 0, {
        key: 'two-groups/lost',
        what: 'the number of groups in which an acknowledged member is missing',
      });
    },
  ),
  check(
    'practice.simultaneous-membership-changes-all-show',
    ['practice:P05'],
    'overlapping additions and removals of members all take effect',
    { needs: ['users'], long: true },
    async ({ observe, must, ...tools }) => {
      const [first, second, third, fourth] = await tools.given.the(crew);
      const group = await makeGroup(tools, 2);
      await tools.given.the(openSockets);
      const races: Race[] = [];
      let [inside, outside] = [
        [first, second],
        [third, fourth],
      ];

      for (let round = 0; round < ROUNDS; round += 1) {
        const changes = [
          ...outside.map((user) => ({ op: 'add', path: 'members', value: listed(tools, user) })),
          ...inside.map((user) => ({ op: 'remove', path: memberPath(user) })),
        ];
        const run = await race(
          tools.network,
          changes.map((change) => tools.scim.patch(group.path, [change])),
        );
        races.push(run);
        const shown = await readMembers(tools, group);
        const done = [...outside, ...inside].filter((_, index) => run.answers[index]?.ok);
        const wrong = done.filter((user) => shown.includes(user.id) !== outside.includes(user));
        must.equal(wrong.length, 0, {
          key: 'lost',
          what: 'the number of acknowledged changes that do not show',
        });
        must.hold(done.length > 0, { key: 'none', expected: 'one change', observed: 'none' });
        const crew = [first, second, third, fourth];
        inside = crew.filter(({ id }) => shown.includes(id));
        outside = crew.filter(({ id }) => !shown.includes(id));
      }
      noteUnprovoked(observe, 'change-members', races);
    },
  ),
];
