import { blueprint } from '../../kit/check/blueprint.ts';
import { check } from '../../kit/check/check.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { freeTexts } from '../../kit/compose/choose.ts';
import { member } from '../../schemas/attributes.ts';

/** One letter in two spellings: composed, and as a letter with a combining accent. */
const COMPOSED = 'é';
const DECOMPOSED = 'e\u0301';

export const text = [
  check(
    'protocol.user-names-compare-normalised',
    ['7644:5/precis-username'],
    'a userName in composed and in decomposed form is the same userName',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable }) => {
      const name = given.address();
      const first = await scim.post(given.users, given.payload('User', { userName: COMPOSED + name }));
      if (!first.ok) notApplicable(`a non-ASCII userName is answered ${first.status}`, 'nothing-to-observe');
      await given.read(await given.findPlace(first));
      const second = await scim.post(given.users, given.payload('User', { userName: DECOMPOSED + name }));

      must.hold(second.status >= 400 && second.status < 500, {
        key: 'created-twice',
        expected: 'status 409 for the same userName in other characters',
        observed: describe(second),
      });
    },
  ),
  check(
    'protocol.filters-compare-normalised',
    ['7644:7.8/filter-normalisation'],
    'a filter in decomposed form finds the value in composed form',
    { needs: ['users'] },
    async ({ given, must, scim, eventually, notApplicable, capabilities }) => {
      const [path] = freeTexts(capabilities);
      if (path === undefined) return notApplicable('the endpoint publishes no free-form string attribute');
      const user = await given.made(composed);
      await given.read(user);
      const value = String(user.sent[path]);
      const plain = await scim.find(given.users, `${path} eq ${quote(value)}`);
      if (!readList(plain).resources.some((one) => member(one, 'id') === user.id))
        notApplicable(`${path} is not kept, or cannot be filtered`, 'nothing-to-observe');

      const filter = `${path} eq ${quote(value.replace(COMPOSED, DECOMPOSED))}`;
      const found = await eventually(
        () => scim.find(given.users, filter),
        (answer) => member(answer.body, 'totalResults') === 1,
      );
      must.listExactly(found, [user.id]);
    },
  ),
];

/** A user with a text in composed characters. */
const composed = blueprint('User', 'User with composed characters', ({ given, capabilities }) => {
  const [path] = freeTexts(capabilities);
  return path === undefined ? {} : { [path]: `${given.unique()} ${COMPOSED}` };
});
