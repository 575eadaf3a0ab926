import { patch, send, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { freeTextOfExtension } from '../../kit/compose/choose.ts';
import { at, ENTERPRISE, member, USER } from '../../schemas/attributes.ts';
import { made } from '../fixtures/clients/provisioned.ts';
import { plainUser } from '../fixtures/users/users.ts';
import { isFault } from '../fixtures/victim.ts';

/** The URN of the enterprise extension as older samples and mappings write it. */
const MISSPELLED = {
  'without-colon': ENTERPRISE.replace(/:User$/, 'User'),
  'without-last-part': ENTERPRISE.replace(/:User$/, ''),
};

export const unusualUrns = [
  check(
    'entra.misspelled-urns-do-no-harm',
    ['entra:Q63'],
    'the enterprise URN in the spelling of older samples is understood, ignored or refused',
    async ({ scim, given, must, observe, capabilities }) => {
      const text = freeTextOfExtension(capabilities, ENTERPRISE);
      const name = text?.slice(ENTERPRISE.length + 1);
      // A refusal says something of the URN only where the same create is accepted without it.
      await plainUser(given);
      await must.each(
        Object.entries(MISSPELLED),
        ([key]) => key,
        async ([key, urn], line) => {
          const body = { ...given.payload('User'), schemas: [USER, urn] };
          const answer = await send(scim, withBody('POST', given.users, body));
          line.hold(!isFault(answer), {
            key: 'breaks',
            expected: 'a user without that URN, or a refusal with 4xx',
            observed: describe(answer),
          });
          observe(`urn.${key}`, answer.ok ? 'passed over' : `refused with ${answer.status}`);
          if (!answer.ok) return;
          const read = await made(given, line, answer);
          const schemas = member(read, 'schemas');
          line.hold(!Array.isArray(schemas) || !schemas.includes(urn), {
            key: 'kept',
            expected: 'schemas known to the endpoint',
            observed: `schemas with ${urn}`,
          });
          if (name === undefined || !capabilities.features.patch) return;
          const value = given.unique();
          const path = await given.findPlace(answer);
          const change = await send(scim, patch(path, [{ op: 'Replace', path: `${urn}:${name}`, value }]));
          line.hold(!isFault(change), {
            key: 'patch-breaks',
            expected: 'the change, or a refusal with 4xx',
            observed: describe(change),
          });
          if (!change.ok) return;
          line.equal(at(await given.read(path), text ?? ''), value, {
            key: 'not-stored',
            what: text ?? '',
          });
        },
      );
    },
  ),
];
