import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importDirectory, isLongIn, readUserLists } from '../../clients/entra/engine/index.ts';
import { Spool } from '../../clients/entra/engine/spool.ts';
import { readUserJson } from '../../config/userJson.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { findPending, type JournalEntry } from '../../kit/safety/journal/journal.ts';
import { countLines, lastLines, linesIn } from '../../kit/safety/journal/lines.ts';
import { command, newFolder } from '../cli/command.ts';
import { tenantFor } from './job.ts';

const userOf = (at: number) => ({
  objectId: `u${at}`,
  userPrincipalName: `u${at}@corp.example.test`,
  displayName: `Ünique "${at}" \\ ]}`,
  department: 'x'.repeat(200),
});
const users = Array.from({ length: 20_000 }, (_, at) => userOf(at));

describe('a large directory file', () => {
  const folder = newFolder();
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const plainly = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Symbol.iterator in value
      ? [...(value as Iterable<unknown>)]
      : value;

  it('is read as a small one is, its users one by one', () => {
    const text = JSON.stringify(
      { users, groups: [{ objectId: 'g', members: ['u7'] }], changes: [] },
      null,
      1,
    );
    const file = write('d.json', `\ufeff${text}`);
    const read = readUserLists(file, isLongIn) as Record<string, unknown>;
    expect(Array.isArray(read.users)).toBe(false);
    expect(Object.keys(read)).toEqual(['users', 'groups', 'changes']);
    expect(plainly(read.users)).toEqual(users);
    // Each time anew.
    expect(plainly(read.users)).toHaveLength(users.length);
    expect(plainly(read.groups)).toEqual([{ objectId: 'g', members: ['u7'] }]);
  });

  it.each([
    ['a comma too many', (text: string) => text.replace('},{', '},,{')],
    [
      'a member twice',
      (text: string) => text.replace('{"objectId":"u9"', '{"objectId":"u9","objectId":"u9"'),
    ],
    ['a list twice', (text: string) => text.replace(/\}$/, ',"users":[]}')],
    ['no end', (text: string) => text.slice(0, -1)],
    ['more than its end', (text: string) => `${text}]`],
    ['a number of too many digits', (text: string) => text.replace('"u5"', '12345678901234567890')],
  ])('with %s is refused in the words of a small one', (name, spoil) => {
    const file = write(`${name}.json`, spoil(JSON.stringify({ users })));
    const said = (read: () => unknown) => {
      try {
        read();
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const wanted = said(() => readUserJson(file));
    expect(wanted).not.toBe('nothing');
    const all = () => [...((readUserLists(file, isLongIn) as { users: Iterable<unknown> }).users ?? [])];
    expect(said(all)).toBe(wanted);
  });

  it('in pages of Microsoft Graph is a directory, too', () => {
    const value = users.map(({ objectId, ...rest }) => ({ id: objectId, ...rest }));
    const file = write('graph.json', JSON.stringify({ users: { value }, groups: { value: [] } }));
    const { objects } = importDirectory(file, {
      text: (path) => readFileSync(path, 'utf8'),
      json: (path) => readUserLists(path, isLongIn),
      beside: (_, other) => other,
    });
    const all = [...objects];
    expect([all.length, all[3]?.attributes.department]).toEqual([users.length, users[3]?.department]);
  });
});

it('a spool gives back what it was given, whether it lies in memory or in its file', () => {
  const spool = new Spool<{ objectId: string; kind: 'User' | 'Group'; text: string }>();
  const renderText = (at: number) => `${at} é `.repeat(50);
  for (let at = 0; at < 30_000; at += 1)
    spool.set(`o${at}`, { objectId: `o${at}`, kind: at % 7 === 0 ? 'Group' : 'User', text: renderText(at) });
  try {
    spool.set('o5', { objectId: 'o5', kind: 'User', text: 'changed' });
    spool.delete('o6');
    expect([spool.size, spool.has('o6'), spool.get('o6'), spool.kindFor('nobody')]).toEqual([
      29_999,
      false,
      undefined,
      undefined,
    ]);
    expect([spool.get('o5')?.text, spool.kindFor('o7'), spool.kindFor('o8')]).toEqual([
      'changed',
      'Group',
      'User',
    ]);
    let [count, wrong] = [0, 0];
    for (const { objectId, text } of spool) {
      count += 1;
      if (objectId !== 'o5' && text !== renderText(Number(objectId.slice(1)))) wrong += 1;
    }
    expect([count, wrong]).toEqual([29_999, 0]);
    for (const at of [29_999, 1, 17_000, 2]) expect(spool.get(`o${at}`)?.text).toBe(renderText(at));
  } finally {
    spool.close();
  }
});

it('a long journal is reckoned in time that grows with its length alone', { timeout: 20_000 }, () => {
  function* entries(): Generator<JournalEntry> {
    const vouched = (at: number) => ({ sent: { userName: `u${at}`, title: 'x', externalId: `e${at}` } });
    for (let number = 1; number <= 60_000; number += 1) {
      const path = `/Users/${number}`;
      yield { event: 'create', number, endpoint: '/Users', check: 'c', marker: '', vouched: vouched(number) };
      yield { event: 'created', number, path };
      yield { event: 'proved', path, created: '2026-01-01T00:00:00Z' };
      if (number % 2 === 0) yield { event: 'deleted', path };
    }
  }
  const pending = findPending(entries());
  expect(pending).toHaveLength(30_000);
  expect(pending[0]).toMatchObject({
    path: '/Users/1',
    vouched: { sent: { userName: 'u1', externalId: 'e1' } },
  });
  // What proves it no longer is not held.
  expect(pending[0]?.vouched?.sent).not.toHaveProperty('title');
});

it('lines of a file are read as they are, across the bounds of what is read at a time', () => {
  const file = join(newFolder(), 'lines');
  const lines = Array.from({ length: 4_000 }, (_, at) => `${at} ${'ü€'.repeat(at % 90)}`);
  writeFileSync(file, `\ufeff${lines.join('\r\n')}\n`);
  expect([...linesIn(file)]).toEqual([...lines, '']);
  expect(countLines(file)).toBe(4_000);
  const last = lastLines(file) ?? [];
  expect(last.at(-1)).toBe('');
  expect(last.slice(-4, -1)).toEqual(lines.slice(-3));
  writeFileSync(file, `${'long'.repeat(200_000)}`);
  expect(lastLines(file)).toBeUndefined();
});

it('a job has as many requests under way and sends as many a second as it may', {
  timeout: 60_000,
}, async () => {
  const cwd = newFolder();
  const tenant = await tenantFor({ latencyMs: 60 });
  const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: tenant.token };
  const flags = ['--users', '25', '--groups', '1', '--concurrency', '3', '--rps', '25', '--out', 'p'];
  const { code } = await command(['provision', ...flags], { cwd, env });
  expect(code).toBe(0);
  const lines = readFileSync(join(cwd, 'p/exchanges.ndjson'), 'utf8').trim().split('\n');
  const sent = lines.map((line) => JSON.parse(line) as Exchange);
  const spans = sent
    .filter(({ check }) => check === 'provision')
    .map(({ startedAt, durationMs }) => ({
      from: Date.parse(startedAt),
      to: Date.parse(startedAt) + durationMs,
    }));
  // Times are whole milliseconds: one that ends as another begins is not under way beside it.
  const beside = (at: number) => spans.filter(({ from, to }) => from <= at && to > at + 2).length;
  const most = Math.max(...spans.map(({ from }) => beside(from)));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(3);
  const starts = sent.map(({ startedAt }) => Date.parse(startedAt)).sort((a, b) => a - b);
  const seconds = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / 1_000;
  expect(starts.length / seconds).toBeLessThanOrEqual(26);
});
