import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ERROR } from '../../schemas/attributes.ts';
import { command, newFolder } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import { type Bystanders, bystandersOn } from '../kit/bystanders.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { type Passing, type Twist, type Twisted, twisted, withText } from './twisted.ts';

// What a create made whose answer was lost is found, whatever an endpoint offers to look it up by.

let endpoint: Twisted;
let bystanders: Bystanders;
afterEach(() => endpoint.close());

/** More accounts than the largest page that is asked for. */
const POPULATION = 450;

interface Offer {
  variations?: string[];
  defects?: string[];
}

const offers: [string, Offer][] = [
  ['refuses userName in addresses', { variations: ['filters.sensitive-user-name'] }],
  [
    'refuses every name in addresses',
    { variations: ['filters.sensitive-user-name', 'filters.sensitive-names'] },
  ],
  ['takes no filter', { variations: ['features.no-filters'] }],
  [
    'takes no filter, and shows pages of five',
    { variations: ['features.no-filters', 'features.pages-of-five'] },
  ],
  [
    'takes no filter, and pages by cursors',
    { variations: ['features.no-filters', 'features.cursors-alone'] },
  ],
  [
    'takes no filter, and pages by cursors without totals',
    { variations: ['features.no-filters', 'features.cursors-alone', 'lists.without-totals'] },
  ],
  ['compares by eq alone', { variations: ['filters.eq-only'] }],
  ['pays no heed to filters', { defects: ['filter.ignored'] }],
];

/** Loses the answer to one create in four. */
function losing(): Twist {
  let creates = 0;
  return (answer, { method, path }) => {
    if (method !== 'POST' || !/\/(Users|Groups)$/.test(path)) return answer;
    creates += 1;
    return creates % 4 === 0 ? undefined : answer;
  };
}

async function around(twist: Twist, offer: Offer): Promise<void> {
  endpoint = await twisted(twist, { population: POPULATION, ...offer });
  bystanders = await bystandersOn(endpoint.tenant);
}

const ours = () =>
  endpoint.tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-[a-z0-9]{10}/i.test(name));
const made = () =>
  endpoint.tenant
    .resources()
    .filter(({ id, name }) => !/^0000000[ab]-/.test(id) && !/^(conf-|administrator@)/.test(name));

describe('what lost creates made is removed', { timeout: 60_000 }, () => {
  test.each(drawn('offers', offers, 3))('where an endpoint %s', async (_says, offer) => {
    await around(losing(), offer);
    const { leftovers } = await runInProcess(endpoint, {
      selected: (id) => /^(users|groups)\./.test(id),
    });
    expect({ ours: ours().map(({ name }) => name), leftovers }).toEqual({ ours: [], leftovers: [] });
    expect(bystanders.harm()).toEqual([]);
  });
});

describe('what a relay made that sent creates twice is removed', { timeout: 60_000 }, () => {
  test('where the names do not begin with the marker, or the path ends with a slash', async () => {
    let twice = 0;
    await around((answer, { method, path }) => {
      const text = answer.body.toString();
      const isBeside = path.endsWith('/') || /"(userName|displayName)":"(?!conf-)[^"]*conf-/i.test(text);
      if (method !== 'POST' || answer.status !== 201 || !isBeside) return answer;
      twice += 1;
      const body = JSON.stringify({ schemas: [ERROR], status: '409', scimType: 'uniqueness' });
      return withText({ ...answer, status: 409 }, body);
    }, {});
    const { leftovers } = await runInProcess(endpoint, {
      selected: (id) =>
        /redirects-are-observed|user-names-compare-normalised|unique-values-are-refused-twice/.test(id),
    });
    expect(twice).toBeGreaterThan(2);
    const names = ours().map(({ name }) => name);
    expect({ ours: names, leftovers }).toEqual({ ours: [], leftovers: [] });
    expect(bystanders.harm()).toEqual([]);
  });
});

describe('what a relay made that sent all but a few creates twice is removed', { timeout: 60_000 }, () => {
  test('where a few short pages do not show all of it', async () => {
    let creates = 0;
    const variations = ['features.no-filters', 'features.pages-of-five'];
    await around(
      (answer, { method, path }) => {
        if (method !== 'POST' || answer.status !== 201 || !path.endsWith('/Users')) return answer;
        creates += 1;
        const body = JSON.stringify({ schemas: [ERROR], status: '409', scimType: 'uniqueness' });
        return creates > 20 ? withText({ ...answer, status: 409 }, body) : answer;
      },
      { variations },
    );
    const { leftovers } = await runInProcess(endpoint, {
      selected: (id) => /^(users|patch|attributes)\./.test(id),
    });
    // More than six pages hold.
    expect(creates).toBeGreaterThan(20 + 30);
    expect({ ours: ours().map(({ name }) => name), leftovers }).toEqual({ ours: [], leftovers: [] });
    expect(bystanders.harm()).toEqual([]);
  });
});

describe('what lost creates made under a user’s own names is named', { timeout: 60_000 }, () => {
  const names = Array.from({ length: 8 }, (_, at) => `Adele.New.${at}@Corp.example.test`);
  const refused = (status: number, scimType?: string): Passing => ({
    status,
    headers: { 'content-type': 'application/scim+json' },
    body: Buffer.from(JSON.stringify({ schemas: [ERROR], status: `${status}`, scimType })),
  });

  test.each<[string, Twist]>([
    ['finds nobody', (answer) => answer],
    [
      'refuses names in addresses',
      (answer, { path }) => (path.includes('filter=') ? refused(403, 'sensitive') : answer),
    ],
    ['takes no filter', (answer, { path }) => (/filter=|\.search/.test(path) ? refused(501) : answer)],
  ])('where an endpoint %s by the time of clean', async (_says, later) => {
    let isLater = false;
    const lose = losing();
    await around((answer, asked) => (isLater ? later(answer, asked) : lose(answer, asked)), {});
    const cwd = newFolder();
    const users = names.map((userPrincipalName, at) => ({
      objectId: `u${at}`,
      userPrincipalName,
      displayName: 'Adele New',
    }));
    writeFileSync(join(cwd, 'd.json'), JSON.stringify({ users, groups: [] }));
    const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
    const argv = ['provision', '--directory', 'd.json', '--out', 'out', '--cycles', '1'];
    await command(argv, { cwd, env });
    const there = made();
    expect(there.length).toBeGreaterThan(0);
    isLater = true;
    const { code, stdout } = await command(['clean', 'out'], { cwd, env });
    for (const { id } of there) expect(stdout).toContain(`/Users/${id}`);
    expect(code).toBe(1);
    expect(made()).toEqual(there);
    expect(bystanders.harm()).toEqual([]);
  });
});
