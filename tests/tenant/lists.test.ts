import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, type Fixture, fixture, TEST, USER } from './support.ts';

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const run = encodeURIComponent('userName sw "page-"');

let scim: Fixture;
let ids: string[];
beforeAll(async () => {
  scim = await fixture();
  const members: Record<string, unknown>[] = [
    {
      userName: 'page-c',
      title: 'b',
      externalId: 'b',
      emails: [{ value: 'z@x' }, { value: 'a@x', primary: true }],
    },
    { userName: 'page-A', externalId: 'B', name: { familyName: 'Z' }, emails: [{ value: 'c@x' }] },
    {
      userName: 'page-b',
      title: 'A',
      externalId: 'a',
      name: { familyName: 'y' },
      emails: [{ value: 'b@x' }],
    },
    { userName: 'page-e', title: 'c', [TEST]: { number: 10 } },
    { userName: 'page-d', [TEST]: { number: 9 } },
  ];
  ids = [];
  for (const user of members) ids.push((await scim.user(user)).id);
});
afterAll(() => scim.close());

const get = async (query: string): Promise<Body> => {
  const answer = await scim.send('GET', `/Users?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const names = (body: Body): string =>
  (body.Resources ?? []).map(({ userName }: { userName: string }) => userName.slice(5)).join('');

describe('index pages', () => {
  it('say where they begin and how many there are', async () => {
    const page = await get(`filter=${run}&startIndex=2&count=2`);
    expect(page).toMatchObject({ totalResults: 5, startIndex: 2, itemsPerPage: 2 });
    expect(names(page)).toBe('Ab');
    expect(names(await get(`filter=${run}&startIndex=-5&count=1`))).toBe('c');
    expect((await get(`filter=${run}&startIndex=0`)).startIndex).toBe(1);
    for (const count of ['0', '-1']) {
      expect(await get(`filter=${run}&count=${count}`)).toMatchObject({ totalResults: 5, Resources: [] });
    }
    expect(await get(`filter=${run}&startIndex=99`)).toMatchObject({ totalResults: 5, Resources: [] });
    expect((await get(`filter=${run}&count=100000`)).Resources.length).toBe(5);
    expect((await scim.send('GET', '/Users?count=abc')).body.scimType).toBe('invalidValue');
    const whole = await get('count=100');
    expect((await get('startIndex=3&count=2')).Resources).toEqual(whole.Resources.slice(2, 4));
  });
});

describe('sorting', () => {
  const table: [string, string][] = [
    ['sortBy=userName', 'Abcde'],
    ['sortBy=USERNAME&sortOrder=descending', 'edcbA'],
    [`sortBy=${USER}:userName`, 'Abcde'],
    ['sortBy=externalId&count=3', 'Abc'],
    ['sortBy=title', 'bceAd'],
    ['sortBy=title&sortOrder=descending', 'Adecb'],
    ['sortBy=name.familyName&count=2', 'bA'],
    ['sortBy=emails.value&count=3', 'cbA'],
    ['sortBy=emails&count=3', 'cbA'],
    [`sortBy=${TEST}:number&count=2`, 'de'],
    ['sortBy=meta.created', 'cAbed'],
  ];
  it.each(table)('%s', async (query, expected) => {
    const body = await get(`filter=${run}&${query}`);
    expect(names(body)).toBe(expected);
  });

  it('holds across pages and refuses what it cannot sort by', async () => {
    const pages = [];
    for (const start of [1, 3, 5]) {
      pages.push(names(await get(`filter=${run}&sortBy=userName&startIndex=${start}&count=2`)));
    }
    expect(pages).toEqual(['Ab', 'cd', 'e']);
    for (const query of [
      'sortBy=ctsNoSuch',
      'sortBy=name',
      'sortBy=userName&sortOrder=up',
      'sortBy=password',
    ]) {
      expect((await scim.send('GET', `/Users?${query}`)).body.scimType, query).toBe('invalidValue');
    }
  });
});

describe('cursor pages (RFC 9865)', () => {
  const walk = async (query: string): Promise<string[]> => {
    const pages: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined && pages.length < 9) {
      const page = await get(`${query}&cursor=${cursor}`);
      if (page.nextCursor !== undefined) expect(page.nextCursor).toMatch(/^[A-Za-z0-9\-._~]+$/);
      expect(page).not.toHaveProperty('startIndex');
      expect('previousCursor' in page).toBe(pages.length > 0);
      pages.push(names(page));
      cursor = page.nextCursor;
    }
    return pages;
  };

  it('lead through all matches, sorted or not', async () => {
    expect(await walk(`filter=${run}&count=2`)).toEqual(['cA', 'be', 'd']);
    expect(await walk(`filter=${run}&sortBy=userName&count=2`)).toEqual(['Ab', 'cd', 'e']);
    expect((await walk('count=3')).join('')).toContain('cAbed');
    expect(await get(`filter=${run}&cursor=&count=0`)).toMatchObject({ totalResults: 5, Resources: [] });
  });

  it('survive that resources come and go', async () => {
    const first = await get('cursor&count=2');
    const made = await scim.user({ userName: 'late-1' });
    await scim.send('DELETE', `/Users/${first.Resources[1].id}`);
    ids = ids.filter((id) => id !== first.Resources[1].id);
    const second = await get(`cursor=${first.nextCursor}&count=100`);
    const found = second.Resources.map(({ id }: { id: string }) => id);
    expect(found).toContain(made.id);
    expect(found).not.toContain(first.Resources[0].id);
    expect(found.length).toBe(second.totalResults - 1);
  });

  it('refuse cursors that are not theirs', async () => {
    const { nextCursor } = await get(`filter=${run}&cursor&count=1`);
    for (const query of ['cursor=cts-bogus', `cursor=${nextCursor}`, `cursor=${nextCursor}x&filter=${run}`]) {
      const answer = await scim.send('GET', `/Users?${query}`);
      expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidCursor']);
    }
  });
});

describe('.search', () => {
  const search = (members: Record<string, unknown>) =>
    scim.send('POST', '/Users/.search', { schemas: [SEARCH], ...members });

  it('takes the parameters of GET as members', async () => {
    const filter = 'userName sw "page-"';
    const sorted = await search({ filter, sortBy: 'userName', startIndex: 2, count: 2 });
    expect(sorted.body).toEqual(await get(`filter=${run}&sortBy=userName&startIndex=2&count=2`));
    const first = await search({ filter, cursor: '', count: 3 });
    const second = await search({ filter, cursor: first.body.nextCursor, count: 3 });
    expect(second.body).not.toHaveProperty('nextCursor');
    expect((await search({ count: 1 })).body.Resources.length).toBe(1);
    for (const [members, scimType] of [
      [{ filter: 'userName ctsop "x"' }, 'invalidFilter'],
      [{ count: 'x' }, 'invalidValue'],
      [{ filter: 5 }, 'invalidValue'],
      [{ schemas: [] }, 'invalidSyntax'],
    ] as const) {
      const answer = await search(members);
      expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
    }
  });
});
