import { expect, test } from 'vitest';
import { type Fixture, fixture } from './support.ts';

async function limited(tried: (scim: Fixture) => Promise<void>): Promise<void> {
  const scim = await fixture({ face: 'limited' });
  try {
    await tried(scim);
  } finally {
    await scim.close();
  }
}

test('the limited face answers one request in 400 with 429 at any pace', () =>
  limited(async (scim) => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 400; sent += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => scim.send('GET', '/Users?count=0')));
      statuses.push(...answers.map(({ status }) => status));
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(statuses.filter((status) => status !== 200)).toEqual([429]);
  }));

test('the limited face answers 429 to bursts and lets one go on', () =>
  limited(async (scim) => {
    const refused: Awaited<ReturnType<typeof scim.send>>[] = [];
    // A busy machine may need longer for a burst than the second that the limit is about.
    for (let round = 0; round < 10 && refused.length === 0; round += 1) {
      const burst = Array.from({ length: 450 }, () => scim.send('GET', '/Users?count=0'));
      refused.push(...(await Promise.all(burst)).filter(({ status }) => status === 429));
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.body.status).toBe('429');
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await scim.send('GET', '/Users?count=0')).status).toBe(200);
  }));
