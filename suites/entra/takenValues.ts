import { send, update, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { type Attributes, elements, member } from '../../schemas/attributes.ts';
import { person } from '../fixtures/clients/assigned.ts';
import { addressPath, composeUser, provisionedUser } from '../fixtures/clients/provisioned.ts';
import { renames } from '../fixtures/naming.ts';

/** A create that repeats an account in full is what Entra sends when it does not know that the first one succeeded. */
export const takenValues = [
  check(
    'entra.taken-values-are-conflicts',
    ['entra:Q53'],
    'a taken value is a conflict, alone or with others, and never causes a server error',
    { needs: ['provisions-users'] },
    async ({ must, ...tools }) => {
      const { scim, given, capabilities } = tools;
      const [{ sent }, other] = [await provisionedUser(tools), await provisionedUser(tools)];
      const create = (body: Attributes) => send(scim, withBody('POST', given.users, body));
      const unused = composeUser({ given, capabilities }, person(given));
      const beside = ['emails', 'externalId'].filter((name) => sent[name] !== undefined);

      await must.each(['everything', ...beside], sameName, async (name, line) => {
        // Whether anything beside userName is unique is the choice of the endpoint.
        if (name === 'everything') return line.haveStatus(await create(sent), 409);
        const withValue = (value: unknown) => create(given.payload('User', { [name]: value }));
        const answer = await withValue(sent[name]);
        // A body of this form may be refused whoever has the value.
        const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 409;
        if (isRefused && !(await withValue(unused[name])).ok) return;
        line.haveStatus(answer, [200, 201, 409]);
      });
      const changes = [...beside, ...(renames(capabilities) ? ['userName'] : [])];
      await must.each(changes, sameName, async (name, line) => {
        const path = name === 'emails' ? addressPath(capabilities) : name;
        const value = String(name === 'emails' ? member(elements(sent, name)[0], 'value') : sent[name]);
        const answer = await send(scim, update('default', other.path, [{ path, value }]));
        // Whoever is told that a name was given, where it was not, never asks again.
        const holds = (answer.ok && name !== 'userName') || (answer.status >= 400 && answer.status < 500);
        line.hold(holds || answer.status === 501, {
          key: 'change',
          expected: name === 'userName' ? 'status 409' : 'status 2xx or 4xx',
          observed: describe(answer),
        });
      });
    },
  ),
];

const sameName = (name: string): string => name;
