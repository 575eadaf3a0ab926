import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { runInProcess } from '../kit/inProcess.ts';

/** Tokens that are drawn; 60 in `npm run soak`. */
const TOKENS = Number(process.env.SOAK_TOKENS ?? '3');
const RANDOM = 'pk7Qx2Lm9ZtWd4:pw4Rt8Vn3KfHs6';
/** Words that SCIM, its URNs, HTTP and a report write, in the letter case in which they do. */
const WORDS =
  `urn ietf params scim schemas core User Group members userName displayName active emails value primary password
  changePassword supported Resources totalResults itemsPerPage startIndex Operations replace remove location meta
  resourceType lastModified true false null uniqueness invalidFilter mutability readOnly filter externalId nickName
  status detail preferredLanguage costCenter application json`.split(/\s+/);
/** Beginning of every id where ids can be foreseen. */
const ID = '0a1b2c3d4e5f';

/** Defects that make findings, remarks and observations which quote what was answered. */
const DEFECTS: (string | Defect)[] = [
  'create.lowers-external-id',
  'create.conflict-is-400',
  'patch.replace-appends',
  'lifecycle.cost-centre-lost',
  'error.missing-name-is-mutability',
];

let tenant: Tenant | undefined;
afterEach(() => tenant?.close());

/** The tenant counts its ids up, so that a token can be made of the beginning of one. */
function counting(): Defect {
  let last = 0;
  const newId = () => {
    last += 1;
    return `${ID}-${String(last).padStart(6, '0')}`;
  };
  return { id: 'x.ids', says: 'ids count up', breaks: [], kills: [], semantics: { newId } };
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** What is said of each check, without addresses, ids, times and numbers of exchanges. */
function said(outcomes: Iterable<Outcome>, url: string): string[] {
  return [...outcomes]
    .map(({ durationMs: _, attempts: __, exchanges: ___, ...outcome }) =>
      JSON.stringify(outcome, (name, value) => (/^exchanges?$/.test(name) ? undefined : value))
        .replaceAll(new URL(url).host, 'HOST')
        .replace(UUID, 'ID')
        .replace(/(?:0a1b2c3d4e5f|\*\*\*)[-0-9a-f]*\d{4}/g, 'ID')
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
    )
    .sort();
}

const selected = (id: string) => /^(discovery|users|groups|smartfile|traffic)\./.test(id);

async function verdicts(token: string, defects = DEFECTS): Promise<string[]> {
  tenant = await startTenant({ token, defects, population: 15 });
  try {
    // The id of the run stays, so that its names are the same.
    const run = await runInProcess(tenant, { selected, runId: 'a1b2c3d4' });
    expect(run.leftovers).toEqual([]);
    expect(tenant.resources().filter(({ name }) => name.includes('conf-'))).toEqual([]);
    expect(JSON.stringify(run.exchanges)).not.toContain(`Bearer ${token}`);
    return said(run.outcomes.values(), tenant.url);
  } finally {
    await tenant.close();
  }
}

/** What a random token of this shape comes to; worked out once. */
const known = new Map<string, Promise<string[]>>();
function randomly(shape: string, defects?: (string | Defect)[]): Promise<string[]> {
  const key = `${shape.includes(':')} ${defects !== undefined}`;
  const found = known.get(key) ?? verdicts(shape.includes(':') ? RANDOM : RANDOM.replace(':', '-'), defects);
  known.set(key, found);
  return found;
}

const word = fc.constantFrom(...WORDS);
const tokens = fc.sample(
  fc.oneof(
    fc.tuple(word, word).map((words) => words.join(':')),
    fc.tuple(word, fc.constant('pw4Rt8Vn3KfHs6')).map((halves) => halves.join(':')),
    word.filter((one) => one.length > 3),
  ),
  { numRuns: TOKENS, seed: 20261128 },
);

/** Tokens of marks, numbers, addresses and words that a run itself writes. */
const UNUSUAL = [
  'a:b',
  '0:1',
  '200:404',
  '***:***',
  '{}:[]',
  '"":","',
  'conf-:example',
  '127.0.0.1:http',
  'example.test:example',
  'pass:fail',
  'expected:observed',
  'Bearer:Bearer',
  'GET:/Users',
  'Users/:?filter=',
  '$ref:$1$&',
  '\\\\n:\\\\u0000',
  '.*:(a+)+$',
  '%2F:%25',
  'W/:If-Match',
  'application/scim+json:charset=utf-8',
];

describe('the token changes nothing of what is judged', { timeout: 120_000 }, () => {
  test.each(
    drawn(
      'tokens',
      [...new Set(['schemas:core', 'KEY:PASSWORD', 'preferredLanguage', ...UNUSUAL, ...tokens])],
      2,
    ),
  )('made of words of SCIM: %s', async (token) => {
    const expected = await randomly(token);
    expect(expected.filter((line) => line.includes('"status":"fail"')).length).toBeGreaterThan(3);
    expect(await verdicts(token)).toEqual(expected);
  });

  test.each(drawn('beginnings of ids', [ID, `${ID}:${ID}-00`, `${ID.slice(0, 8)}:rest-of-a-token`], 1))(
    'with which ids begin: %s',
    async (token) => {
      const expected = await randomly(token, [...DEFECTS, counting()]);
      expect(await verdicts(token, [...DEFECTS, counting()])).toEqual(expected);
    },
  );
});
