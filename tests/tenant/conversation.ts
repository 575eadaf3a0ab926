import { type Body, ENTERPRISE, type Fixture, GROUP, PATCH, TEST, USER } from './support.ts';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** Says much of what can be said to a tenant, and writes down the answers without what differs from run to run. */
export async function conversation(scim: Fixture): Promise<string[]> {
  const lines: string[] = [];
  const seen = new Map<string, string>();
  const say = async (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Body> => {
    const answer = await scim.send(method, path, body, headers);
    const kept = ['content-type', 'etag', 'location', 'www-authenticate', 'allow'].map((name) =>
      answer.headers.get(name),
    );
    const said = answer.body === undefined ? answer.text : JSON.stringify(tidy(answer.body));
    const line = [
      method,
      path.replace(/cursor=[^&]+/, 'cursor=C').slice(0, 60),
      answer.status,
      ...kept,
      said,
    ].join(' | ');
    lines.push(
      line
        .replaceAll(scim.tenant.url, 'TENANT')
        .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, name),
    );
    return answer.body ?? {};
  };
  const name = (id: string): string => {
    const known = seen.get(id) ?? `#${seen.size}`;
    seen.set(id, known);
    return known;
  };
  await discovery(say);
  await users(say);
  await groups(say);
  await queries(say);
  await messages(say, scim);
  return lines;
}

type Say = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Body>;

/** Times and cursors differ from run to run; how they relate, and what they are made of, does not. */
function tidy(value: Body): Body {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const tidied: Body = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'created') tidied[key] = typeof inner;
    else if (key === 'lastModified') tidied[key] = inner === value.created ? 'created' : 'later';
    else if (key === 'nextCursor' || key === 'previousCursor') tidied[key] = /^[\w.~-]+$/.test(String(inner));
    else tidied[key] = tidy(inner);
  }
  return tidied;
}

async function discovery(say: Say): Promise<void> {
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas', `/Schemas/${USER}`])
    await say('GET', path);
  await say('GET', '/Schemas?count=1');
  await say('GET', '/Schemas?filter=id%20eq%20%22x%22');
  await say('PUT', '/ServiceProviderConfig', { schemas: [], patch: { supported: false } });
  await say('GET', '/ServiceProviderConfig');
  await say('GET', '/ServiceProviderConfig', undefined, { authorization: '' });
}

async function users(say: Say): Promise<void> {
  const full = {
    schemas: [USER],
    id: 'client-id',
    userName: 'Conversation-with-quite-a-long-name@example.test',
    externalId: 'Ext-É',
    password: 'Pass-Marker',
    displayName: 'Zoë',
    nickName: 'N',
    unknown: 'u',
    name: { givenName: 'G', familyName: 'F' },
    groups: [{ value: 'x' }],
    emails: [
      { value: 'a@x', type: 'work', primary: true },
      { value: 'b@x', type: 'home' },
    ],
    [ENTERPRISE]: { employeeNumber: '1' },
    [TEST]: { origin: 'v1', onDemand: 'o', serial: 'mine', number: 9 },
  };
  const user = await say('POST', '/Users', full);
  const other = await say('POST', '/Users', {
    schemas: [USER],
    userName: 'other@example.test',
    [TEST]: { number: 10 },
  });
  await say('GET', '/Users?sortBy=userName');
  await say('POST', '/Users', { ...full, userName: full.userName.toUpperCase() });
  await say('POST', '/Users', full);
  for (const wrong of [
    { schemas: [USER] },
    { schemas: [USER], userName: 'typed', active: 'notabool', emails: 'x' },
  ]) {
    await say('POST', '/Users', wrong);
  }
  const double = { ...full.emails[0], type: 'other' };
  await say('POST', '/Users', { schemas: [USER], userName: 'two', emails: [full.emails[0], double] });
  await say('POST', '/Users', {
    schemas: [USER],
    userName: 'same',
    emails: [full.emails[1], full.emails[1]],
  });
  await say('POST', '/Users', '{"schemas":[');
  await say('PUT', '/Users/unknown-id', { schemas: [USER], userName: 'unknown' });
  await say('GET', '/Users/unknown-id');
  const path = `/Users/${user.id}`;
  const boss = { manager: { value: other.id } };
  await say('PUT', path, { ...full, [ENTERPRISE]: boss, displayName: 'D', nickName: undefined });
  await say('PUT', path, { ...full, [TEST]: { origin: 'v2' } });
  const patch = (...Operations: unknown[]) => say('PATCH', path, { schemas: [PATCH], Operations });
  await patch({ op: 'Replace', path: 'active', value: 'False' });
  await patch({ op: 'replace', path: 'displayName', value: 'P' });
  await patch({ op: 'add', path: 'title', value: 'T' });
  await patch({ op: 'add', path: 'title', value: 'T2' });
  await patch({ op: 'replace', path: 'userType', value: 'U' });
  await patch({ op: 'add', path: 'name', value: { middleName: 'M' } });
  await patch({ op: 'replace', path: 'name', value: { familyName: 'F2' } });
  await patch({ op: 'add', path: 'emails', value: [{ value: 'c@x', type: 'other', primary: true }] });
  await patch({ op: 'add', path: 'emails', value: [{ value: 'c@x', type: 'other', primary: true }] });
  await patch({ op: 'replace', path: 'emails[type eq "fax"].value', value: 'd@x' });
  await patch({ op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '1' });
  await patch({ op: 'remove', path: 'emails[type eq "home"]' });
  await patch({ op: 'replace', path: 'displayName', value: 'Q' }, { op: 'remove', path: 'userName' });
  await patch({ op: 'replace', path: 'emails', value: [{ value: 'e@x' }] });
  await patch({ op: 'replace', path: 'id', value: 'x' });
  await patch({ op: 'replace', path: 'name..x', value: 'x' });
  const { meta } = await say('GET', path);
  await say(
    'PATCH',
    path,
    { schemas: [PATCH], Operations: [{ op: 'add', path: 'title', value: 'V' }] },
    { 'if-match': meta?.version ?? 'x' },
  );
  await say('PUT', path, full, { 'if-match': 'W/"stale"' });
  await say('GET', path, undefined, { 'if-none-match': '*' });
  await say('GET', `${path}?attributes=userName,password`);
  await say('GET', `${path}?excludedAttributes=name`);
}

async function groups(say: Say): Promise<void> {
  const make = (userName: string) => say('POST', '/Users', { schemas: [USER], userName, title: userName });
  const [one, two, three] = [await make('m1'), await make('m2'), await make('m3')];
  const group = await say('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'G',
    members: [{ value: one.id }],
  });
  await say('POST', '/Groups', { schemas: [GROUP] });
  await say('POST', '/Groups', { schemas: [GROUP], displayName: 'ghost', members: [{ value: 'none' }] });
  const path = `/Groups/${group.id}`;
  const patch = (...Operations: unknown[]) => say('PATCH', path, { schemas: [PATCH], Operations });
  const steps = [
    { op: 'add', path: 'members', value: [{ value: two.id }, { value: three.id }] },
    { op: 'replace', value: { displayName: 'G2' } },
    { op: 'Remove', path: 'members', value: [{ value: three.id }] },
    { op: 'remove', path: `members[value eq "${one.id}"]` },
  ];
  for (const step of steps) {
    await patch(step);
    await say('GET', path);
  }
  await say('GET', `/Users/${two.id}`);
  await say('GET', `/Users/${two.id}`);
  await say('DELETE', `/Users/${two.id}`);
  await say('GET', path);
  await say('GET', `/Users/${two.id}`);
  await say('DELETE', `/Users/${two.id}`);
  await say('GET', '/Users?filter=userName%20eq%20%22m2%22');
  await make('m2');
  await patch({ op: 'add', path: 'members', value: [{ value: three.id }] });
  await say('DELETE', path);
  await say('GET', `/Users/${three.id}`);
}

async function queries(say: Say): Promise<void> {
  const probes = [
    'userName sw "m"',
    'userName eq "M1"',
    'userName eq "none"',
    'userName eq "m"',
    'externalId eq "ext-é"',
    'title eq "m1" or title eq "m3" and userName eq "none"',
    'userName sw "m" and title eq "m1"',
    'title eq "m1" or title eq "none"',
    'userName sw "m" and not (title eq "m1")',
    'emails.value eq "b@x" or emails.value eq "e@x"',
    `${TEST}:number gt 9`,
    'active gt true',
    'title pr',
    'userName ctsop "x"',
  ];
  for (const probe of probes)
    await say('GET', `/Users?attributes=userName&filter=${encodeURIComponent(probe)}`);
  await say('POST', '/Users', {
    schemas: [USER],
    userName: 'lists',
    emails: [{ value: 'l1@x' }, { value: 'l2@x', type: 'home' }],
  });
  await say('GET', '/Users?filter=emails.value%20eq%20%22l2@x%22');
  for (const query of [
    'startIndex=2&count=1',
    'startIndex=99',
    'startIndex=0&count=1',
    'count=0',
    'count=1&x=1',
  ]) {
    await say('GET', `/Users?${query}`);
  }
  const first = await say('GET', '/Users?cursor=&count=2&filter=userName%20sw%20%22m%22');
  await say('GET', `/Users?cursor=${first.nextCursor ?? ''}&count=2&filter=userName%20sw%20%22m%22`);
  for (const sort of ['sortBy=userName', 'sortBy=title', 'sortBy=userName&sortOrder=descending']) {
    await say('GET', `/Users?attributes=userName&${sort}`);
  }
  await say('POST', '/Users/.search', { schemas: [SEARCH], filter: 'userName eq "m1"' });
}

async function messages(say: Say, scim: Fixture): Promise<void> {
  const user = (bulkId: string, userName: string) => ({
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { schemas: [USER], userName },
  });
  const Operations = [user('a', 'bulk-a'), user('b', 'bulk-a'), user('c', 'bulk-c')];
  await say('POST', '/Bulk', { schemas: [BULK], Operations, failOnErrors: 1 });
  const many = Array.from({ length: 101 }, () => ({ method: 'DELETE', path: '/Users/none' }));
  await say('POST', '/Bulk', { schemas: [BULK], Operations: many });
  await say('GET', '/Me');
  await say('GET', '/Nothing');
  await say('DELETE', '/Users');
  await say('POST', '/Users', JSON.stringify({ schemas: [USER], userName: 'charset' }), {
    'content-type': 'application/scim+json; charset=utf-8',
  });
  for (const authorization of ['', 'Bearer wrong', `Bearer ${scim.tenant.token.split(':')[0]}`]) {
    await say('GET', '/Users?count=1', undefined, { authorization });
  }
}
