import { describe, expect, it } from 'vitest';
import { Guard } from '../../kit/safety/guard.ts';
import {
  findDoubtful,
  findPending,
  type JournalEntry,
  memoryJournal,
} from '../../kit/safety/journal/journal.ts';

const SENT = { userName: 'Adele@corp.example.test', displayName: 'Adele New', externalId: 'e-7' };
const DATE = 'Sat, 28 Nov 2026 05:00:00 GMT';
const body = JSON.stringify(SENT);
const shown = (more: object = {}) => JSON.stringify({ id: '7', ...SENT, ...more });
const createdAt = (created: string) => ({ meta: { created } });

function guardWith(entries: JournalEntry[] = []): Guard {
  const rights = {
    readOnly: false,
    destructive: false,
    collections: [{ endpoint: '/Users', naming: ['userName', 'displayName'], turn: 1 }],
  };
  return new Guard('conf-abcdefgh-', memoryJournal(entries), rights);
}

/** A guard of a run that created the person, whose create was answered like this. */
function created({ status = 201, place = '/Users/7' }: { status?: number; place?: string } = {}) {
  const entries: JournalEntry[] = [];
  const guard = guardWith(entries);
  guard.vouching.answered(DATE);
  guard.vouching.announce('/Users', SENT);
  const number = guard.creating('/Users', body, 'provision');
  guard.created(number, place, status);
  return { guard, entries, number };
}

describe('a name without the marker', () => {
  it('is created only after lookups showed that it is nobody’s', () => {
    const guard = guardWith();
    expect(() => guard.admit('POST', '/Users', body)).toThrow('carries no name of this run');
    guard.vouching.announce('/Users', SENT);
    expect(guard.admit('POST', '/Users', body)).toBe('admitted');
    const other = JSON.stringify({ ...SENT, userName: 'somebody@corp.example.test' });
    expect(() => guard.admit('POST', '/Users', other)).toThrow('carries no name of this run');
  });

  it.each<[string, object]>([
    ['as it was sent', {}],
    ['in other letter case', { userName: 'adele@CORP.example.test', displayName: 'ADELE NEW' }],
    ['created just now', createdAt('2026-11-28T05:00:01Z')],
    ['created a minute before, by a clock that is slow', createdAt('2026-11-28T04:58:30Z')],
    ['with a time that cannot be read', createdAt('yesterday')],
  ])('is ours after a GET showed it %s', (_says, more) => {
    const { guard } = created();
    expect(guard.admit('DELETE', '/Users/7', undefined)).toBe('proof-needed');
    guard.seen('GET', '/Users/7', 200, shown(more));
    expect(guard.admit('DELETE', '/Users/7', undefined)).toBe('admitted');
  });

  it.each<[string, string]>([
    ['with another name', shown({ userName: 'adele2@corp.example.test' })],
    ['with another display name', shown({ displayName: 'Real Person' })],
    ['with another externalId', shown({ externalId: 'e-8' })],
    ['with its name alone', JSON.stringify({ id: '7', userName: SENT.userName })],
    ['without its name', JSON.stringify({ id: '7', displayName: 'Adele New', externalId: 'e-7' })],
    ['without an id', JSON.stringify(SENT)],
    ['with a number for an id', JSON.stringify({ ...SENT, id: 7 })],
    ['created three minutes before', shown(createdAt('2026-11-28T04:56:59Z'))],
    ['created hours before to the quarter', shown(createdAt('2026-11-28T03:00:00Z'))],
  ])('is not ours where a GET shows it %s', (_says, text) => {
    const { guard } = created();
    guard.seen('GET', '/Users/7', 200, text);
    for (const method of ['PATCH', 'PUT', 'DELETE'])
      expect(() => guard.admit(method, '/Users/7', '{}')).toThrow('does not show what the run made');
    expect(guard.unproved()).toHaveLength(1);
  });

  it('is ours whatever its age, where what bears the marker is as far from the endpoint’s clock', () => {
    const { guard } = created();
    guard.vouching.learnClock(createdAt('2026-11-28T03:00:01Z'));
    guard.seen('GET', '/Users/7', 200, shown(createdAt('2026-11-28T03:00:02Z')));
    expect(guard.admit('DELETE', '/Users/7', undefined)).toBe('admitted');
  });

  it.each([200, 202, 204, 302, 500, 503, 504])('is not ours where its create was answered %d', (status) => {
    const { guard } = created({ status });
    guard.seen('GET', '/Users/7', 200, shown());
    expect(() => guard.admit('DELETE', '/Users/7', undefined)).toThrow('not a resource of this run');
    expect(guard.unproved()).toHaveLength(1);
  });

  it('is looked for although its create was refused, until nothing is found', () => {
    const { guard, entries } = created({ status: 409 });
    expect(guard.unproved()).toMatchObject([{ create: { refused: 409 } }]);
    expect([findPending(entries).length, findDoubtful(entries).length]).toEqual([0, 1]);
    guard.settleRefused(guard.unproved()[0]?.number ?? 0);
    guard.unsettled.swept();
    expect([guard.unproved(), findDoubtful(entries)]).toEqual([[], []]);
  });

  it('is not proved by a path that another create was answered with', () => {
    const { guard } = created();
    guard.seen('GET', '/Users/7', 200, shown());
    const again = { ...SENT, userName: 'second@corp.example.test' };
    guard.vouching.announce('/Users', again);
    guard.created(guard.creating('/Users', JSON.stringify(again), 'provision'), '/Users/7', 201);
    expect(guard.unproved()).toHaveLength(1);
  });
});

describe('the journal of such a run', () => {
  const taken = (entries: JournalEntry[]) => {
    const later = guardWith();
    later.takeIn(findPending(entries));
    return later;
  };

  it('proves what was proved, also under a name that the run gave it', () => {
    const { guard, entries } = created();
    guard.seen('GET', '/Users/7', 200, shown());
    const rename = { Operations: [{ op: 'replace', path: 'userName', value: 'adele.b@corp.example.test' }] };
    expect(guard.admit('PATCH', '/Users/7', JSON.stringify(rename))).toBe('admitted');
    const renamed = JSON.stringify({ id: '7', userName: 'adele.b@corp.example.test' });
    for (const one of [guard, taken(entries)]) {
      one.seen('GET', '/Users/7', 200, renamed);
      expect(one.admit('DELETE', '/Users/7', undefined)).toBe('admitted');
    }
    const stranger = taken(entries);
    stranger.seen('GET', '/Users/7', 200, JSON.stringify({ id: '7', userName: 'x@corp.example.test' }));
    expect(() => stranger.admit('DELETE', '/Users/7', undefined)).toThrow('does not show what the run made');
  });

  it('proves nothing of an id that was handed out again', () => {
    const { guard, entries } = created();
    guard.seen('GET', '/Users/7', 200, shown(createdAt('2026-11-28T05:00:01Z')));
    const later = taken(entries);
    later.seen('GET', '/Users/7', 200, shown(createdAt('2026-11-28T09:00:01Z')));
    expect(() => later.admit('DELETE', '/Users/7', undefined)).toThrow('does not show what the run made');
  });

  it('lets a GET prove what was answered and not yet seen', () => {
    const { entries } = created();
    const later = taken(entries);
    expect(later.admit('DELETE', '/Users/7', undefined)).toBe('proof-needed');
    later.seen('GET', '/Users/7', 200, shown());
    expect(later.admit('DELETE', '/Users/7', undefined)).toBe('admitted');
  });

  it('holds no password', () => {
    const entries: JournalEntry[] = [];
    const guard = guardWith(entries);
    const secret = { ...SENT, password: 'correct horse' };
    guard.vouching.announce('/Users', secret);
    guard.creating('/Users', JSON.stringify(secret), 'provision');
    expect(JSON.stringify(entries)).not.toContain('correct horse');
  });
});
