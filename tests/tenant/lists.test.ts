import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, ENTERPRISE, type Fixture, fixture, TEST, USER } from './support.ts';

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
    const found = names(body);
    if (query.startsWith('sortBy=externalId')) expect(['Abc', 'Acb', 'bcA', 'Abc']).toContain(found);
    else expect(found).toBe(expected);
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
      expect(page).not.toHaveProperty('previousCursor');
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

describe('projection', () => {
  let user: Body;
  beforeAll(async () => {
    user = await scim.user({
      displayName: 'D',
      name: { givenName: 'G', familyName: 'F' },
      emails: [{ value: 'p@x', type: 'work' }],
      password: 'Secret-Marker-1',
      [ENTERPRISE]: { employeeNumber: '1', department: 'Dep' },
      [TEST]: { anchor: 'A', onDemand: 'O', hidden: 'Hidden-Marker', secret: 'Secret-Marker-2', text: 'T' },
    });
  });
  const read = async (query: string): Promise<Body> =>
    (await scim.send('GET', `/Users/${user.id}?${query}`)).body;

  it('gives what is named, and what is always given', async () => {
    const always = { schemas: user.schemas, id: user.id, [TEST]: { anchor: 'A' } };
    expect(await read('attributes=userName')).toEqual({ ...always, userName: user.userName });
    expect(await read('attributes=USERNAME,name.GIVENNAME')).toEqual({
      ...always,
      userName: user.userName,
      name: { givenName: 'G' },
    });
    expect(await read('attributes=emails.value')).toEqual({ ...always, emails: [{ value: 'p@x' }] });
    expect(await read(`attributes=${USER}:displayName`)).toEqual({ ...always, displayName: 'D' });
    const number = { ...always, [ENTERPRISE]: { employeeNumber: '1' } };
    expect(await read(`attributes=${ENTERPRISE}:employeeNumber`)).toEqual(number);
    expect((await read(`attributes=${ENTERPRISE}`))[ENTERPRISE]).toEqual({
      employeeNumber: '1',
      department: 'Dep',
    });
    expect(await read('attributes=ctsNoSuch')).toEqual(always);
    expect(await read('attributes=meta.location')).toEqual({
      ...always,
      meta: { location: user.meta.location },
    });
  });

  it('leaves out what is excluded, save what is always given', async () => {
    const rest = await read('excludedAttributes=emails,id,schemas,name.givenName,meta.location');
    expect(rest).toMatchObject({
      id: user.id,
      schemas: user.schemas,
      displayName: 'D',
      name: { familyName: 'F' },
    });
    expect(rest).not.toHaveProperty('emails');
    expect(rest.name).not.toHaveProperty('givenName');
    expect(rest.meta).not.toHaveProperty('location');
    expect(rest.meta).toHaveProperty('created');
    expect((await read(`excludedAttributes=${TEST}:anchor`))[TEST].anchor).toBe('A');
    expect(await read(`excludedAttributes=${ENTERPRISE}`)).not.toHaveProperty(ENTERPRISE);
  });

  it('keeps secrets, and gives on request what is given on request', async () => {
    expect(user[TEST].onDemand).toBe('O');
    expect((await read(''))[TEST]).not.toHaveProperty('onDemand');
    expect((await read(`attributes=${TEST}:onDemand`))[TEST].onDemand).toBe('O');
    for (const query of ['', `attributes=password,${TEST}:hidden,${TEST}:secret`]) {
      expect(JSON.stringify(await read(query))).not.toContain('Marker');
    }
    const changed = await scim.patch(`/Users/${user.id}`, [
      { op: 'replace', path: 'password', value: 'Marker-3' },
    ]);
    expect(changed.status).toBe(200);
    expect(changed.text).not.toContain('Marker');
    expect(changed.headers.get('etag')).not.toBe(user.meta.version);
  });

  it('works on writes, lists and .search', async () => {
    const body = { schemas: [USER], userName: 'projected', displayName: 'P' };
    const made = await scim.send('POST', '/Users?attributes=userName', body);
    expect(made.body).toEqual({ schemas: [USER], id: made.body.id, userName: 'projected' });
    const put = await scim.send('PUT', `/Users/${made.body.id}?excludedAttributes=displayName`, body);
    expect(put.body).not.toHaveProperty('displayName');
    expect(put.body).toHaveProperty('meta');
    const search = { schemas: [SEARCH], filter: 'displayName eq "P"', attributes: ['userName'] };
    const found = await scim.send('POST', '/Users/.search', search);
    expect([found.status, found.body.Resources]).toEqual([200, [made.body]]);
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

describe('versions', () => {
  it('guard reads and writes', async () => {
    const user = await scim.user();
    const path = `/Users/${user.id}`;
    const tag = user.meta.version;
    const get304 = await scim.send('GET', path, undefined, { 'if-none-match': tag });
    expect([get304.status, get304.text, get304.headers.get('etag')]).toEqual([304, '', tag]);
    for (const known of ['*', `"x", ${tag}`, tag.slice(2)]) {
      expect((await scim.send('GET', path, undefined, { 'if-none-match': known })).status).toBe(304);
    }
    expect((await scim.send('GET', path, undefined, { 'if-none-match': 'W/"none"' })).status).toBe(200);
    const put = (match: string, displayName: string, header = 'if-match') =>
      scim.send('PUT', path, { ...user, displayName }, { [header]: match });
    expect((await put('*', '0', 'if-none-match')).status).toBe(412);
    const changed = await put(tag, '1');
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
    expect((await put(tag, '2')).status).toBe(412);
    expect((await put(`"x", ${changed.body.meta.version}`, '1')).status).toBe(200);
    expect((await put('*', '3')).status).toBe(200);
    expect((await scim.send('DELETE', path, undefined, { 'if-match': tag })).status).toBe(412);
    const current = (await scim.send('GET', path)).body;
    expect(current.displayName).toBe('3');
    expect((await scim.send('DELETE', path, undefined, { 'if-match': current.meta.version })).status).toBe(
      204,
    );
    expect((await scim.send('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(404);
  });
});
