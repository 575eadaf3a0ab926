import { readUser, send } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { mediaType } from '../../kit/wire/response.ts';
import { member } from '../../schemas/attributes.ts';
import { composeCreate, person } from '../fixtures/clients/provisioned.ts';
import { having, listProbes } from '../fixtures/credentials/probes.ts';
import { lateUser } from '../fixtures/users/users.ts';

export const token = [
  check(
    'smartfile.colon-token-is-accepted',
    ['smartfile:S04'],
    'the secret token, including its colon, is accepted unchanged as a bearer token',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, capabilities }) => {
      const made = await send(scim, composeCreate({ given, capabilities }, person(given)));
      must.hold(![401, 403].includes(made.status), {
        key: 'write',
        expected: 'no 401 and no 403',
        observed: describe(made),
      });
      // A create that was refused for what it carries says nothing of the token.
      const place = made.ok ? await given.findPlace(made) : (await given.user()).path;
      const read = await send(scim, readUser(place));
      must.haveStatus(read, 200, { key: 'read' });
      const id = member(read.body, 'id');
      must.hold(typeof id === 'string' && id !== '', {
        key: 'id',
        expected: 'the user that was created',
        observed: describe(read),
      });
    },
  ),
  check(
    'smartfile.refusals-are-told-apart',
    ['smartfile:S05'],
    'a refused token gets a 401 and a wrong address a 404, without a redirect or a web page',
    { needs: ['provisions-users'], phase: 'credentials' },
    async ({ must, scim, given }) => {
      const { user, read } = await given.the(lateUser);
      must.keep(read, 'id', user.id);

      for (const { answer } of having(await given.the(listProbes), 'wrong'))
        must.hold(answer.status === 401 && mediaType(answer) !== 'text/html', {
          key: 'token',
          expected: '401, and no web page',
          observed: describe(answer),
          exchange: answer.exchange,
        });
      const wrong = await scim.get(`/${given.unique()}`);
      must.hold(wrong.status === 404 && mediaType(wrong) !== 'text/html', {
        key: 'address',
        expected: '404, and no web page',
        observed: describe(wrong),
      });
    },
  ),
  check(
    'smartfile.half-tokens-are-refused',
    ['smartfile:S06'],
    'half a token, or one with its halves swapped, is refused with 401',
    { needs: ['provisions-users'], phase: 'credentials' },
    async ({ must, scim, given, network, notApplicable }) => {
      const { alterations } = network;
      if (alterations.length === 0) notApplicable('the token contains no colon', 'nothing-to-observe');
      const { user, read } = await given.the(lateUser);
      must.keep(read, 'id', user.id);

      await must.each(alterations, String, async (credential, line) => {
        const answer = await network.probe(credential, (options) => scim.get(user.path, options));
        line.haveStatus(answer, 401);
      });
    },
  ),
];
