import { check } from '../../kit/check/check.ts';
import { at, equal, show } from '../../schemas/attributes.ts';
import { replacement } from '../fixtures/kinds.ts';
import { plainPath, plainValue, withText } from '../fixtures/optional.ts';

export const state = [
  check(
    'protocol.reads-show-the-latest-write',
    ['9110:9.3.1/read-cache'],
    'no read is served from a cache older than the latest write',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, eventually, notApplicable }) => {
      const name = plainPath(capabilities);
      const user = await given.made(withText);
      const read = await given.read(user);
      await given.read(user);
      const changed = replacement(capabilities, user, read, { [name]: plainValue({ given, capabilities }) });
      const written = await given.step('change it', scim.put(user.path, changed));
      const value = at(written.body, name);
      if (value === undefined || equal(value, at(read, name), false))
        notApplicable(`the answer to the PUT shows no new ${name}`, 'nothing-to-observe');

      await must.each(
        ['no-cache', null],
        (control) => `Cache-Control: ${control ?? 'none'}`,
        async (control, line) => {
          const fresh = () => scim.get(user.path, { headers: { 'cache-control': control } });
          const answer = await eventually(fresh, ({ body }) => equal(at(body, name), value, false));
          line.hold(equal(at(answer.body, name), value, false), {
            key: 'stale',
            expected: `the new ${name}`,
            observed: `${show(at(answer.body, name))}, Age: ${answer.headers.age ?? 'none'}`,
          });
        },
      );
    },
  ),
];
