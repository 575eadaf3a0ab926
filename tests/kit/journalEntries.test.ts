import { describe, expect, test } from 'vitest';
import { entryIn } from '../../kit/safety/journal/entry.ts';
import { findDoubtful, findPending, type JournalEntry, Reckoning } from '../../kit/safety/journal/journal.ts';
import { created } from './journals.ts';

const whole: JournalEntry[] = [
  {
    event: 'run',
    run: 'ab12cd34',
    url: 'https://site.example.test/scim',
    at: '2026-01-01',
    salt: 'x',
    embedded: true,
  },
  {
    event: 'create',
    number: 1,
    endpoint: '/Users',
    check: 'users.x',
    marker: 'conf-ab12cd34-a',
    name: { attribute: 'urn:x:y:1.0:User:$ref', value: 'a' },
    vouched: { sent: { userName: 'a' }, before: '2026-01-01T00:00:00Z' },
  },
  { event: 'created', number: 1, path: '/Users/1' },
  { event: 'proved', path: '/Users/1', created: '2026-01-01T00:00:00Z' },
  { event: 'renamed', path: '/Users/1', names: ['a', 'b'] },
  { event: 'carried', names: [] },
  { event: 'refused', number: 1, status: 409 },
  { event: 'settled', number: 1 },
  { event: 'deleted', path: '/Users/1' },
  { event: 'swept' },
  { event: 'torn', digest: 'abc' },
];

/** Members that an entry can do without. */
const OPTIONAL = ['salt', 'embedded', 'name', 'vouched', 'created'];
/** What each member cannot be. */
const WRONG: Record<string, unknown[]> = {
  run: ['ab12cd3', 'ab12cd345', 'AB12CD34', 'ab12-d34', 12345678, null],
  url: [1],
  at: [null],
  salt: [7],
  embedded: [false, 'true'],
  number: ['1', 1.5, null],
  endpoint: ['Users', 'https://elsewhere.example.test/Users', 7],
  check: [{}],
  marker: [['a']],
  name: [
    'a',
    null,
    { attribute: 'userName' },
    { value: 'a' },
    { attribute: 'userName', value: 7 },
    { attribute: 7, value: 'a' },
    { attribute: '', value: 'a' },
    { attribute: 'userName pr or userName', value: 'a' },
    { attribute: 'userName ', value: 'a' },
  ],
  vouched: [null, {}, { sent: 'a' }, { sent: {}, before: 7 }, 'a'],
  path: ['Users/1', ['/Users/1'], ''],
  created: [0, null],
  names: ['a', ['a', 7], { 0: 'a' }],
  status: ['409', null],
  digest: [1],
};

describe('a line of a journal', () => {
  test.each(whole.map((entry) => [entry.event, entry] as const))(
    'holds an entry of %s, and its seal',
    (_event, entry) => {
      expect(entryIn(JSON.stringify(entry))).toEqual(entry);
      expect(entryIn(JSON.stringify({ ...entry, seal: 'x' }))).toEqual(entry);
    },
  );

  const members = whole.flatMap((entry) =>
    Object.keys(entry).flatMap((name) => (name === 'event' ? [] : [[entry.event, name, entry] as const])),
  );
  test.each(members)('holds no entry of %s whose %s is of another kind', (_event, name, entry) => {
    const { [name]: _, ...without } = entry as Record<string, unknown>;
    const passed = (WRONG[name] ?? []).filter((value) =>
      entryIn(JSON.stringify({ ...entry, [name]: value })),
    );
    expect(passed).toEqual([]);
    expect(WRONG[name]).not.toHaveLength(0);
    expect(entryIn(JSON.stringify(without)) !== undefined).toBe(OPTIONAL.includes(name));
  });

  test.each([
    '',
    'cut',
    '{"event":"sw',
    'null',
    '[]',
    '7',
    '"swept"',
    '{}',
    '{"event":7}',
    '{"event":"toString"}',
    '{"event":"made"}',
  ])('holds none where it is %j', (line) => {
    expect(entryIn(line)).toBeUndefined();
  });
});

describe('what a journal comes to', () => {
  const [create, made] = created(1, '/Users/1') as [JournalEntry & { event: 'create' }, JournalEntry];
  const gone: JournalEntry = { event: 'deleted', path: '/Users/1' };

  test('begins with its first run, and a later one is no other', () => {
    const reckoning = new Reckoning();
    const run = { event: 'run', run: 'ab12cd34', url: 'https://x.example.test', at: '1' } as const;
    for (const at of ['1', '2']) reckoning.take({ ...run, at });
    expect(reckoning.start).toEqual(run);
  });

  test('is what is known of a resource: its create, its place, and nothing that only lines have', () => {
    expect(findPending([create, made])).toEqual([
      {
        number: 1,
        endpoint: '/Users',
        check: 'users.x',
        marker: create.marker,
        name: create.name,
        path: '/Users/1',
      },
    ]);
  });

  test('is once what was noted twice, as when it was there again', () => {
    expect(findPending([create, made, gone, create, made]).map(({ path }) => path)).toEqual(['/Users/1']);
    expect(findDoubtful([create, made, made, gone])).toHaveLength(1);
    expect(findPending([create, made, made, gone])).toEqual([]);
  });

  test('is gone at its last place, and not at one where it was looked for before', () => {
    const moved: JournalEntry = { event: 'created', number: 1, path: '/Users/2' };
    expect(findPending([create, made, moved, gone]).map(({ path }) => path)).toEqual(['/Users/2']);
    expect(findPending([create, made, moved, { event: 'deleted', path: '/Users/2' }])).toEqual([]);
  });

  test('is all that creates were answered with one place, and all of it goes', () => {
    const [twin] = created(2, '');
    const both = [create, made, twin, { event: 'created', number: 2, path: '/Users/1' }] as JournalEntry[];
    expect(findPending(both).map(({ number, path }) => [number, path])).toEqual([
      [1, '/Users/1'],
      [2, '/Users/1'],
    ]);
    expect(findPending([...both, gone])).toEqual([]);
  });

  test('is what changes carried, one after another', () => {
    const reckoning = new Reckoning();
    for (const names of [['a'], ['b', 'c']]) reckoning.take({ event: 'carried', names });
    expect(reckoning.carried).toEqual(['a', 'b', 'c']);
  });

  test('is, of a name without the marker, its names alone once it was proved', () => {
    const vouched = { sent: { userName: 'ada', title: 'Countess' }, before: '2026-01-01T00:00:00Z' };
    const proved: JournalEntry = { event: 'proved', path: '/Users/1' };
    expect(findPending([{ ...create, vouched }, made])[0]).toMatchObject({ vouched });
    expect(findPending([{ ...create, vouched }, made, proved])[0]?.vouched).toEqual({
      sent: { userName: 'ada' },
    });
    expect(findPending([create, made, proved])[0]).not.toHaveProperty('vouched');
  });
});
