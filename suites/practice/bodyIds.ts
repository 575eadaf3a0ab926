import { check } from '../../kit/check/check.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, member } from '../../schemas/attributes.ts';
import { replacement } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';

/** Ids in bodies are the server's own, and choose no resource (RFC 7643 section 3.1). */
export const bodyIds = [
  check(
    'practice.ids-in-bodies-choose-nobody',
    ['practice:P46'],
    "a create, PUT or PATCH with another user's id in its body leaves that user as it was",
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      const [victim, user] = [await given.anyUser(), await given.anyUser()];
      const before = await given.read(victim);
      const own = await given.read(user);
      const path = changeablePath(capabilities);
      const named = (): Attributes => ({ [path]: newValue(given, path), id: victim.id });
      const lines: { key: string; value: Attributes; send(value: Attributes): PromiseLike<ScimResponse> }[] =
        [
          {
            key: 'create',
            value: named(),
            send: (value) => scim.post(given.users, given.payload('User', value)),
          },
          {
            key: 'PUT',
            value: named(),
            send: (value) => scim.put(user.path, replacement(capabilities, user, own, value)),
          },
          ...(capabilities.features.patch
            ? [
                {
                  key: 'PATCH',
                  value: named(),
                  send: (value: Attributes) => scim.patch(user.path, [{ op: 'replace', value }]),
                },
              ]
            : []),
        ];
      for (const { value, send } of lines) await send(value);

      const after = await given.read(victim);
      await must.each(
        lines,
        ({ key }) => key,
        ({ value }, line) =>
          line.hold(member(after, 'id') === victim.id && at(after, path) !== value[path], {
            key: 'reached',
            expected: `the other user with the ${path} that it had`,
            observed: `it has the ${path} of this request`,
          }),
      );
      must.keep(after, path, at(before, path), { key: 'changed' });
    },
  ),
];
