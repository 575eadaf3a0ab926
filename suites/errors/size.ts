import { type Mistake, mistakesCheck, type Scene } from './mistakes.ts';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
const boxes = (depth: number): unknown =>
  JSON.parse(`${'{"name":'.repeat(depth)}1${'}'.repeat(depth)}`) as unknown;

/** A create with these members on top of a right user. */
const create = (name: string, members: (scene: Scene) => Record<string, unknown>): Mistake => ({
  name,
  send: (scene) => scene.scim.post(scene.given.users, scene.given.payload('User', members(scene))),
});

const filter = (name: string, text: string): Mistake => ({
  name,
  send: ({ scim, given }) => scim.find(given.users, text, { count: 1 }),
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const LARGE: { name: string; members: (scene: Scene) => Record<string, unknown> }[] = [
  {
    name: 'userName of 10,000 characters',
    members: ({ given }) => ({ userName: given.unique() + 'a'.repeat(10_000) }),
  },
  { name: 'displayName of 300,000 characters', members: () => ({ displayName: 'a'.repeat(300_000) }) },
  {
    name: '1,000 emails',
    members: ({ given }) => {
      const address = given.address();
      return { emails: numbers(1_000).map((number) => ({ value: `${number}.${address}`, type: 'other' })) };
    },
  },
  {
    name: '1,000 unknown attributes',
    members: () => Object.fromEntries(numbers(1_000).map((number) => [`unknown${number}`, 'x'])),
  },
  {
    name: '1,000 schemas',
    members: ({ given }) => {
      const { schemas } = given.payload('User');
      const more = numbers(1_000).map((number) => `urn:example:schemas:${number}`);
      return { schemas: [...(schemas as string[]), ...more] };
    },
  },
];

/** A create that is large in every way says it at once where it is taken; else one for each tells which it is. */
async function sizeMistakes(scene: Scene): Promise<Mistake[]> {
  const { scim, given } = scene;
  const whole: Record<string, unknown> = Object.assign({}, ...LARGE.map(({ members }) => members(scene)));
  const all = await scim.post(given.users, given.payload('User', whole));
  const each = LARGE.map(({ name, members }) => create(name, members));
  return [...(all.ok ? [] : each), ...SIZE_MISTAKES];
}

const SIZE_MISTAKES: Mistake[] = [
  {
    name: 'PATCH of 500 operations without a target',
    send: ({ scim, user }) =>
      scim.patch(
        user.path,
        numbers(500).map((number) => ({ op: 'remove', path: `emails[value eq "${number}"]` })),
      ),
  },
  filter('filter value of 5,000 characters', `userName eq "${'a'.repeat(5_000)}"`),
];

const NESTING_MISTAKES: Mistake[] = [
  create('1,000 lists deep', () => ({ emails: nested(1_000) })),
  create('1,000 objects deep', () => ({ name: boxes(1_000) })),
  {
    name: 'PATCH value 1,000 objects deep',
    send: ({ scim, user }) => scim.patch(user.path, [{ op: 'add', path: 'name', value: boxes(1_000) }]),
  },
  filter('filter in 400 brackets', `${'('.repeat(400)}userName eq "x"${')'.repeat(400)}`),
  filter('filter of 150 negations', `${'not ('.repeat(150)}userName eq "x"${')'.repeat(150)}`),
  filter(
    'filter of 150 alternatives',
    numbers(150)
      .map((number) => `userName eq "${number}"`)
      .join(' or '),
  ),
];

export const mistakesInSize = [
  mistakesCheck(
    {
      id: 'errors.large-values-are-no-server-error',
      title: 'values and lists of unusual size cause no server error',
    },
    sizeMistakes,
  ),
  mistakesCheck(
    {
      id: 'errors.deep-nesting-is-no-server-error',
      title: 'deeply nested bodies and filters are refused or evaluated, without a server error',
      verifies: ['7644:3.12/no-5xx', 'practice:P25'],
      // A list that shows such a user, where one is kept, cannot be read.
      phase: 'exclusive',
    },
    NESTING_MISTAKES,
    'practice:P25',
  ),
];
