import { check } from '../../kit/check/check.ts';
import { at, equal } from '../../schemas/attributes.ts';
import { crew, listed, makeGroup, memberPath, readMembers } from '../fixtures/groups/members.ts';
import { withTexts } from '../fixtures/optional.ts';
import { specimen } from '../fixtures/patches/specimen.ts';
import { accepted } from '../fixtures/patches/subject.ts';

/** Writes that follow each other with no read between them: each works on what the last one left. */
export const inARow = [
  check(
    'practice.membership-changes-in-a-row-all-stay',
    ['practice:P41'],
    'members added and removed in successive requests, without reads between, all show',
    { needs: ['groups', 'users', 'patch'] },
    async ({ must, ...tools }) => {
      const [first, second, third, fourth] = await tools.given.the(crew);
      const group = await makeGroup(tools, 1);

      for (const user of [second, third, fourth])
        accepted(
          must,
          await tools.scim.patch(group.path, [{ op: 'add', path: 'members', value: listed(tools, user) }]),
        );
      accepted(must, await tools.scim.patch(group.path, [{ op: 'remove', path: memberPath(first) }]));
      must.equal(await readMembers(tools, group), [second.id, third.id, fourth.id], {
        key: 'members',
        what: 'the members',
      });
    },
  ),
  check(
    'practice.patches-in-a-row-all-stay',
    ['practice:P41'],
    'attributes changed in successive requests, without reads between, all show',
    { needs: ['users', 'patch'] },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const { texts } = await given.the(specimen);
      const [one, two] = texts;
      if (one === undefined || two === undefined)
        return tools.notApplicable(
          'the endpoint does not store two optional strings of users',
          'nothing-to-observe',
        );
      const user = await given.made(withTexts);
      await given.read(user);
      const changes = [one, two].map((path) => ({ op: 'replace', path, value: given.unique() }));

      for (const change of changes) accepted(must, await tools.scim.patch(user.path, [change]));
      const after = await given.read(user);
      const lost = changes.filter(({ path, value }) => !equal(at(after, path), value, false));
      must.equal(lost.length, 0, { key: 'lost', what: 'the number of acknowledged changes that are lost' });
    },
  ),
];
