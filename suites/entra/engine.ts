import { noChange } from '../../clients/entra/engine/index.ts';
import { check } from '../../kit/check/check.ts';
import { at, ENTERPRISE, isObject, member, show } from '../../schemas/attributes.ts';
import { resourceType } from '../../schemas/lookup.ts';
import { keptText, readMembers, takesGroups } from '../fixtures/clients/provisioned.ts';
import { people } from '../fixtures/groups/people.ts';
import { withTexts } from '../fixtures/optional.ts';
import { groupIn, job, noFailures, personIn, requirePlace } from './engineJob.ts';

const MANAGER = `${ENTERPRISE}:manager`;

/** Whole cycles of a provisioning job, each judged by what the endpoint holds afterwards. */
export const engine = [
  check(
    'entra.initial-cycle-converges',
    ['entra:R01', 'entra:R02'],
    'the initial cycle creates a user and a group, and then fills the group',
    { needs: ['provisions-groups'], long: true },
    async ({ must, given, ...tools }) => {
      const { capabilities, notApplicable } = tools;
      if (capabilities.resourceTypes !== undefined && resourceType(capabilities, 'User') === undefined)
        notApplicable('there are no accounts to add to a group');
      await takesGroups(given);
      const user = personIn(given, 'u');
      const cycles = job({ must, given, ...tools }, [user, groupIn(given, 'g', ['u'])]);

      await cycles.engine.cycle('initial');
      noFailures(must, cycles);
      const read = await given.read(requirePlace(cycles, 'u'));
      must.keep(read, 'userName', user.attributes.userPrincipalName, { row: 'entra:R01', caseExact: false });
      must.equal(
        await readMembers({ given }, requirePlace(cycles, 'g')),
        [cycles.engine.links.get('u')?.id],
        {
          key: 'members',
          what: 'the members',
          row: 'entra:R02',
        },
      );
    },
  ),
  check(
    'entra.existing-account-is-matched',
    ['entra:R02', 'entra:R04'],
    'an existing account is matched and updated, not created again',
    { needs: ['provisions-users'] },
    async ({ must, given, ...tools }) => {
      const text = await keptText({ given, ...tools });
      const user = await given.made(withTexts);
      const person = personIn(given, 'u', user);
      person.attributes.displayName = 'After';
      const cycles = job({ must, given, ...tools }, [person], { made: [user], text });

      await cycles.engine.cycle('restart');
      noFailures(must, cycles, 'entra:R04');
      must.hold(
        requirePlace(cycles, 'u') === user.path,
        { key: 'match', expected: 'the existing account', observed: 'another one' },
        { row: 'entra:R04' },
      );
      must.keep(await given.read(user), text, 'After');
    },
  ),
  check(
    'entra.incremental-change-arrives',
    ['entra:R02'],
    'an incremental cycle exports what changed, and the next one finds nothing to do',
    { needs: ['provisions-users'] },
    async ({ must, given, ...tools }) => {
      const text = await keptText({ given, ...tools });
      const user = await given.made(withTexts);
      const cycles = job({ must, given, ...tools }, [personIn(given, 'u', user)], { text });
      cycles.engine.adopt('u', user.path);
      const set = [{ objectId: 'u', attributes: { displayName: 'After' } }];
      const heard = cycles.directory.apply({ ...noChange(), set });

      await cycles.engine.cycle('incremental', heard);
      noFailures(must, cycles);
      const { writes } = await cycles.engine.cycle('incremental', heard);
      must.equal(writes, 0, { key: 'quiet', what: 'the number of writes in the next cycle' });
      must.keep(await given.read(user), text, 'After');
    },
  ),
  check(
    'entra.renamed-user-is-found-by-the-new-name',
    ['smartfile:S26', 'smartfile:S27'],
    'a renamed account keeps its id and is found only by its new name',
    async ({ must, given, ...tools }) => {
      const user = await given.anyUser();
      const cycles = job({ must, given, ...tools }, [personIn(given, 'u', user)]);
      cycles.engine.adopt('u', user.path);
      const userPrincipalName = given.address();
      const set = [{ objectId: 'u', attributes: { userPrincipalName } }];

      await cycles.engine.cycle('incremental', cycles.directory.apply({ ...noChange(), set }));
      noFailures(must, cycles);
      for (const [name, ids] of [
        [userPrincipalName, [user.id]],
        [user.name, []],
      ] as const) {
        const { resources } = await given.search(given.users, `userName eq "${name}"`);
        const found = resources.map((one) => String(member(one, 'id')));
        const key = name === user.name ? 'old-name' : 'new-name';
        must.equal(found, ids, { key, what: 'what is found', row: 'smartfile:S27' });
      }
    },
  ),
  check(
    'entra.manager-arrives-in-the-reference-pass',
    ['entra:Q11'],
    'the reference pass sets a manager, and a read returns the id that was sent',
    { needs: ['provisions-users'] },
    async ({ must, given, ...tools }) => {
      given.attribute('User', MANAGER);
      const [boss] = await given.the(people);
      const user = await given.anyUser();
      const worker = { ...personIn(given, 'u', user), manager: 'b' };
      const cycles = job({ must, given, ...tools }, [worker, personIn(given, 'b', boss)], { managers: true });
      cycles.engine.adopt('u', user.path);
      cycles.engine.adopt('b', boss.path);

      await cycles.engine.cycle('incremental', ['u']);
      noFailures(must, cycles);
      const manager = at(await given.read(user), MANAGER);
      must.hold(isObject(manager) && member(manager, 'value') === boss.id, {
        key: 'manager',
        expected: 'an object whose value is the id that was sent',
        observed: show(manager),
      });
    },
  ),
];
