import { check } from '../../kit/check/check.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { FEW_ROUNDS, noteUnprovoked, openSockets, type Race, ROUNDS, race } from './race.ts';

/** Deletes that meet changes, and each other. */
export const deleteRaces = [
  check(
    'practice.patch-in-flight-brings-nothing-back',
    ['practice:P06'],
    'a PATCH in flight does not restore a user whose DELETE was acknowledged',
    { long: true },
    async ({ scim, given, must, observe, capabilities, network }) => {
      await given.the(openSockets);
      const races: Race[] = [];
      const path = changeablePath(capabilities);

      for (let round = 0; round < ROUNDS; round += 1) {
        const user = await given.anyUser();
        await given.read(user);
        const patch = () => scim.patch(user.path, [{ op: 'replace', path, value: newValue(given, path) }]);
        const run = await race(network, [patch(), scim.delete(user.path), patch()]);
        races.push(run);
        const gone = run.answers[1]?.ok === true;
        const after = await scim.get(user.path);
        must.hold(gone, {
          key: 'delete',
          expected: 'a DELETE that is acknowledged',
          observed: `status ${run.answers[1]?.status}`,
        });
        must.haveStatus(after, 404, { key: 'brought-back' });
      }
      noteUnprovoked(observe, 'patch-and-delete', races);
    },
  ),
  check(
    'practice.simultaneous-deletes-are-204-or-404',
    ['practice:P07'],
    'simultaneous deletes of one user return 204 or 404, and it is gone',
    { needs: ['users'] },
    async ({ scim, given, must, observe, network }) => {
      await given.the(openSockets);
      const races: Race[] = [];

      for (let round = 0; round < FEW_ROUNDS; round += 1) {
        const user = await given.anyUser();
        await given.read(user);
        const run = await race(
          network,
          [1, 2, 3].map(() => scim.delete(user.path)),
        );
        races.push(run);
        for (const answer of run.answers) must.haveStatus(answer, [200, 204, 404], { key: 'status' });
        must.haveStatus(await scim.get(user.path), 404, { key: 'gone' });
      }
      noteUnprovoked(observe, 'delete', races);
    },
  ),
];
