import { expect, test } from 'vitest';
import { requireEndpoint } from '../../cli/open/endpoint.ts';
import { readKnowing } from '../../cli/open/start.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { twisted } from './twisted.ts';

test.each([
  { checks: 'those of two groups', selected: /^(auth|hard-delete)\./, makesUsers: false },
  { checks: 'all', selected: /^(auth|discovery|queries\.cursor|entra\.wrong|smartfile)/, makesUsers: true },
])(
  'bad credentials of $checks come after everything else, few and slowly, the good one in between',
  {
    timeout: 60_000,
  },
  async ({ selected, makesUsers }) => {
    const log: { at: number; good: boolean; method: string }[] = [];
    let good = '';
    const endpoint = await twisted((answer, { authorization, method }) => {
      log.push({ at: performance.now(), good: authorization === good, method });
      return answer;
    });
    good = `Bearer ${endpoint.token}`;
    const perSecond = 20;
    await runInProcess(endpoint, { selected: (id) => selected.test(id), probesPerSecond: perSecond });
    await endpoint.close();

    const first = log.findIndex((one) => !one.good);
    const bad = log.filter((one) => !one.good);
    expect(bad.length).toBeGreaterThan(5);
    expect(bad.length).toBeLessThanOrEqual(40);
    // What checks made is removed before the first bad credential is sent.
    const made = log.slice(first).filter(({ good: known, method }) => known && method === 'POST');
    expect(made.length > 0).toBe(makesUsers);
    const seconds = ((bad.at(-1)?.at ?? 0) - (bad[0]?.at ?? 0)) / 1_000;
    expect(bad.length / Math.max(seconds, 0.001)).toBeLessThan(perSecond * 1.3);
    const between = log.slice(first).filter((one) => one.good && one.method === 'GET');
    expect(between.length).toBeGreaterThan(0);
  },
);

test('an endpoint that holds bad credentials up costs one timeout, then no more are sent', {
  timeout: 60_000,
}, async () => {
  let held = 0;
  let good = '';
  const endpoint = await twisted((answer, { authorization }) => {
    if (authorization === good) return answer;
    held += 1;
    return new Promise(() => {});
  });
  good = `Bearer ${endpoint.token}`;
  const timeoutMs = 2_000;
  const started = performance.now();
  const { outcomes, leftovers, exchanges } = await runInProcess(endpoint, {
    selected: (id) => /^(auth|smartfile\.(half|refusals)|discovery\.auth)/.test(id),
    timeoutMs,
  });
  const seconds = (performance.now() - started) / 1_000;
  await endpoint.close();

  expect(held).toBe(1);
  expect(seconds).toBeLessThan(20);
  const states = [...outcomes.values()].filter(({ status }) => status === 'fail');
  expect(states.map(({ findings }) => findings.map(({ key }) => key))).toEqual([['no-answer']]);
  const blocked = [...outcomes.values()].filter(({ status }) => status === 'blocked');
  expect(blocked.length).toBeGreaterThan(3);
  for (const { blockedBy } of blocked) expect(blockedBy?.signature).toMatch(/are delayed/);
  expect(exchanges.filter(({ durationMs }) => durationMs > timeoutMs * 0.9)).toHaveLength(1);
  expect(leftovers).toEqual([]);
});

test.each([
  { url: 'https://files.smartfile.com/ftp/scim', flags: [], perSecond: undefined },
  { url: 'https://127.example.com/scim', flags: [], perSecond: undefined },
  { url: 'https://files.smartfile.com/ftp/scim', flags: ['--disposable'], perSecond: 100 },
  { url: 'http://127.0.0.1:8080/scim', flags: [], perSecond: 100 },
])(
  'only what is of this machine or may be destroyed is not spared: $url $flags',
  async ({ url, flags, perSecond }) => {
    const { settings } = await readKnowing({
      argv: ['--url', url, '--allow-writes', ...flags],
      env: { SCIM_TOKEN: 'key:password' },
      cwd: process.cwd(),
      stdin: (async function* () {})(),
      command: 'run',
    });
    expect(requireEndpoint(settings).probesPerSecond).toBe(perSecond);
  },
);
