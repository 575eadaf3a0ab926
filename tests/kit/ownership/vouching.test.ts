import { beforeEach, describe, expect, test } from 'vitest';
import type { Guard } from '../../../kit/safety/guard.ts';
import { entries, guardWith, judge, name, own, show } from '../guarded.ts';

const ada = { userName: 'ada@corp.example', externalId: 'A-1', title: 'Countess' };
const date = 'Thu, 01 Jan 2026 12:00:00 GMT';
const created = '2026-01-01T12:00:01Z';
const shown = { ...ada, meta: { created } };

describe('what is made under a name without the marker', () => {
  let guard: Guard;
  let gone: string[];
  beforeEach(() => {
    gone = [];
    guard = guardWith({}, (check) => gone.push(check));
    guard.vouching.answered(date);
  });

  /** Sends its create, which lookups announced; gives the number that it is known by. */
  const send = (body: object = ada, check = 'a job') => {
    guard.vouching.announce('/Users', { ...body });
    return guard.creating('/Users?x=y', JSON.stringify(body), check);
  };
  const sendAndMake = (path = '/Users/1') => guard.created(send(), path, 201);
  const states = () =>
    guard
      .remaining()
      .map(({ path, foreign, proved }) => [path, foreign ? 'foreign' : proved ? 'ours' : 'open']);

  test('is ours once a GET shows it as it was sent, and not before', () => {
    sendAndMake();
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('proof-needed');
    expect(states()).toEqual([['/Users/1', 'open']]);
    expect(guard.isOurs('/Users/1')).toBe(false);
    show(guard, '/Users/1', shown);
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('admitted');
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('admitted');
    expect([guard.isOurs('/Users/1?x'), guard.isOwned('/Users/1'), guard.knows('/Users/1')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(guard.unproved()).toEqual([]);
    expect(guard.remaining()).toEqual([
      {
        path: '/Users/1',
        number: 1,
        marker: ada.userName,
        foreign: false,
        proved: true,
        deleted: false,
        turn: 2,
      },
    ]);
  });

  test.each([200, 202, 204, 301])(
    'is not what an answer %i names: that may have been there before',
    (status) => {
      guard.created(send(), '/Users/1', status);
      expect(guard.knows('/Users/1')).toBe(false);
      expect(guard.unproved().map(({ number }) => number)).toEqual([1]);
      expect(gone).toEqual([]);
    },
  );

  test('is nowhere outside of the collection of its create', () => {
    guard.created(send(), '/Groups/1', 201);
    expect(guard.knows('/Groups/1')).toBe(false);
  });

  test.each<[string, object]>([
    ['shows another id', { id: '2', ...shown }],
    ['shows another title', { ...shown, title: 'CEO' }],
    ['is older', { ...shown, meta: { created: '2026-01-01T11:00:00Z' } }],
  ])('is left, and named, where what is there %s', (_how, resource) => {
    sendAndMake();
    show(guard, '/Users/1', resource);
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('refused: foreign');
    expect(guard.isForeign('/Users/1')).toBe(true);
    expect(states()).toEqual([['/Users/1', 'foreign']]);
    expect(guard.vouching.objectionTo('/Users/1')).toMatch(/^the create of "ada@corp.example" .* but it/);
    expect(guard.unproved()).toHaveLength(1);
  });

  test('is not left over where what is there has none of its names', () => {
    sendAndMake();
    show(guard, '/Users/1', { userName: 'boss', externalId: 'B-1' });
    expect(states()).toEqual([]);
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('refused: foreign');
    expect(guard.vouching.objectionTo('/Users/1')).toContain('its userName is not what was sent');
    expect(guard.vouching.objectionTo('/Users/2')).toBeUndefined();
  });

  test('is not judged by an answer that is no resource', () => {
    sendAndMake();
    for (const text of ['', '[]', '{}', 'null']) guard.seen('GET', '/Users/1', 200, text);
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('proof-needed');
  });

  test('is the first that was made at a place: a second create is no better', () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    const second = send({ ...ada, title: 'Other' });
    guard.created(second, '/Users/1', 201);
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('admitted');
    expect(guard.unproved().map(({ number }) => number)).toEqual([second]);
    own(guard, '/Users/2');
    guard.created(send({ ...ada, title: 'Third' }), '/Users/2', 201);
    expect(guard.vouching.findState('/Users/2')).toBeUndefined();
  });

  test('is announced for one create only, and for as many as were announced', () => {
    const body = JSON.stringify(ada);
    for (const _ of [1, 2]) guard.vouching.announce('/Users', ada);
    expect(guard.creating('/Users', body, 'c')).toBe(1);
    expect(judge(guard, 'POST', '/Users', body)).toBe('admitted');
    guard.creating('/Users', body, 'c');
    expect(judge(guard, 'POST', '/Users', body)).toBe('refused: not ours');
    guard.creating('/Users', body, 'c');
    expect(guard.unproved().map(({ number }) => number)).toEqual([1, 2]);
    // A body with a name of the run needs nobody to vouch for it.
    guard.vouching.announce('/Users', { userName: name });
    expect(guard.creating('/Users', JSON.stringify({ userName: name }), 'c')).toBe(4);
    expect(guard.unproved()).toHaveLength(2);
  });

  test('may be what its refused create made all the same, until a lookup settles it', () => {
    const number = send();
    guard.created(number, undefined, 409);
    expect(gone).toEqual(['a job']);
    expect(guard.unproved()).toMatchObject([{ number, create: { refused: 409, check: 'a job' } }]);
    expect(guard.vouching.claims('/Users', { userName: 'ADA@corp.example' })).toBe(true);
    expect(guard.vouching.claims('/Users', { userName: 'boss' })).toBe(false);
    expect(guard.vouching.claims('/Groups', { userName: 'ada@corp.example' })).toBe(false);
    guard.settleRefused(number);
    expect(guard.unproved()).toEqual([]);
    expect(guard.vouching.claims('/Users', ada)).toBe(false);
  });

  test('is known by whom it belongs to', () => {
    guard.created(send(ada, 'one'), '/Users/1', 201);
    send({ ...ada, title: 'x' }, 'two');
    expect(guard.unproved(new Set(['two'])).map(({ number }) => number)).toEqual([2]);
    expect(guard.remaining(new Set(['two']))).toEqual([]);
    expect(guard.remaining(new Set(['one']), '/Users/1')).toHaveLength(1);
    expect(guard.remaining(undefined, '/Users/2')).toEqual([]);
  });

  test('is known again under a name that a change may have given it', () => {
    sendAndMake();
    show(guard, '/Users/1', { ...ada });
    guard.admit(
      'PATCH',
      '/Users/1',
      JSON.stringify({ Operations: [{ op: 'replace', path: 'userName', value: 'Countess' }] }),
    );
    show(guard, '/Users/1', { userName: 'countess', externalId: 'other' });
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('admitted');
    expect(entries).toContainEqual({ event: 'renamed', path: '/Users/1', names: ['Countess'] });
    const before = entries.length;
    guard.admit('PATCH', '/Users/1', '{"Operations":[{"op":"remove","path":"title"}]}');
    expect(entries).toHaveLength(before);
    show(guard, '/Users/1', { userName: 'boss' });
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('refused: foreign');
  });

  test('keeps of a change no more than fifty names', () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    guard.admit(
      'PUT',
      '/Users/1',
      JSON.stringify({ roles: Array.from({ length: 60 }, (_, index) => `r${index}`) }),
    );
    const renamed = entries.find(({ event }) => event === 'renamed');
    expect(renamed).toMatchObject({ names: Array.from({ length: 50 }, (_, index) => `r${index}`) });
  });

  test('is not what was created at another time than what was proved there', () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    guard.doubt('/Users/1?x');
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('proof-needed');
    show(guard, '/Users/1', { ...shown, title: 'Changed', userName: 'renamed' });
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('admitted');
    show(guard, '/Users/1', { ...ada, meta: { created: '2026-01-01T12:00:02Z' } });
    expect(judge(guard, 'DELETE', '/Users/1')).toBe('refused: foreign');
    expect(guard.vouching.objectionTo('/Users/1')).toContain('created at another time');
  });

  test('is gone once, and tells its owner', () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    for (const _ of [1, 2]) guard.deleted('/Users/1?x');
    expect(gone).toEqual(['a job']);
    expect(states()).toEqual([]);
    expect(guard.vouching.deletedUnseen()).toEqual([{ path: '/Users/1', marker: ada.userName }]);
    expect(entries.filter(({ event }) => event === 'deleted')).toHaveLength(1);
    guard.doubt('/Users/1');
    expect(guard.vouching.findState('/Users/1')).toBe('deleted');
  });

  test('that was deleted is back where a GET shows it as it was, and gone otherwise', async () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    guard.deleted('/Users/1');
    expect(guard.vouching.isBack('/Users/1')).toBe(false);
    show(guard, '/Users/1', shown);
    expect(guard.vouching.isBack('/Users/1')).toBe(true);
    show(guard, '/Users/1', { userName: 'boss' });
    expect(guard.vouching.isBack('/Users/1')).toBe(false);
    expect(guard.vouching.deletedUnseen()).toEqual([]);
    await guard.vacancy.hold();
    expect(judge(guard, 'PUT', '/Users/1', '{}')).toBe('absence-needed');
  });

  test('is looked for after its DELETE where it was proved, and only then', () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    guard.created(send({ ...ada, userName: 'eve' }), '/Users/2', 201);
    expect(guard.vouching.deletedUnseen()).toEqual([]);
    guard.absent('/Users/2?x');
    guard.vouching.gone('/Users/9');
    expect(guard.vouching.deletedUnseen()).toEqual([]);
    expect(guard.vouching.findState('/Users/2')).toBe('deleted');
  });

  test('is noted as proved once', () => {
    sendAndMake();
    for (const _ of [1, 2]) {
      show(guard, '/Users/1', shown);
      guard.doubt('/Users/1');
    }
    expect(entries.filter(({ event }) => event === 'proved')).toEqual([
      { event: 'proved', path: '/Users/1', created },
    ]);
  });

  test('that a GET showed to be gone is not looked for again', () => {
    sendAndMake();
    show(guard, '/Users/1', shown);
    guard.vouching.gone('/Users/1');
    guard.deleted('/Users/1');
    expect(guard.vouching.deletedUnseen()).toHaveLength(1);
    guard.vouching.gone('/Users/1');
    expect(guard.vouching.deletedUnseen()).toEqual([]);
  });
});
