import { expect, test } from 'vitest';
import type { Entry } from '../../diagnosis/entry.ts';
import { startTenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { entriesOfRun } from '../kit/entries.ts';
import { runInProcess } from '../kit/inProcess.ts';
import { serve } from '../kit/server.ts';

interface Answer {
  status: number;
  body: unknown;
}

/** What a relay makes of one answer of a sound tenant; the same object where it leaves it alone. */
type Fault = (asked: { method: string; path: string }, answer: Answer) => Answer;

const NOTHING: Answer = { status: 0, body: undefined };

const error = (status: number): Answer => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status) },
});

/** Changes every resource in an answer, alone or in a list. */
function inEach(change: (resource: Record<string, unknown>) => void): Fault {
  return (_asked, answer) => {
    const body = answer.body as Record<string, unknown> | undefined;
    const list = Array.isArray(body?.Resources) ? body.Resources : body === undefined ? [] : [body];
    for (const resource of list) change(resource as Record<string, unknown>);
    return answer;
  };
}

const faults: [says: string, head: string, words: RegExp, groups: RegExp, fault: Fault][] = [
  [
    'groups take no PATCH',
    'patch.refused',
    /^Groups cannot be changed/,
    /^groups\./,
    ({ method, path }, answer) => (method === 'PATCH' && path.startsWith('/Groups') ? error(404) : answer),
  ],
  [
    'PATCH is answered 200 with an empty object, and nothing is done',
    'patch.not-stored',
    /^PATCH of users and groups is acknowledged/,
    /^(patch|users|practice)\./,
    ({ method }, answer) => (method === 'PATCH' ? { status: 200, body: {} } : answer),
  ],
  [
    'lists of users break, with and without a filter',
    'lists.fail',
    /lookups of users/,
    /^(queries|matching|users)\./,
    ({ method, path }, answer) => (method === 'GET' && /^\/Users(\?|$)/.test(path) ? error(500) : answer),
  ],
  [
    'every filter breaks',
    'filters.refused',
    /^Filters/,
    /^(queries|matching|discovery)\./,
    ({ path }, answer) => (path.includes('filter=') ? error(500) : answer),
  ],
  [
    'pages leave out what is new',
    'lists.incomplete',
    /^Lists omit/,
    /^queries\./,
    ({ path }, answer) => {
      const body = answer.body as { Resources?: unknown[] } | undefined;
      if (!path.includes('filter=') && body?.Resources)
        body.Resources = body.Resources.filter((one) => !JSON.stringify(one).includes('conf-'));
      return answer;
    },
  ],
  [
    'one attribute is never shown',
    'resources.attribute-lost',
    /^Values of externalId/,
    /^(attributes|users|smartfile)\./,
    inEach((resource) => {
      delete resource.externalId;
    }),
  ],
  [
    'members are plain texts',
    'resources.value-types-wrong',
    /Values of members/,
    /^(groups|attributes)\./,
    inEach((resource) => {
      if (Array.isArray(resource.members)) resource.members = resource.members.map(({ value }) => value);
    }),
  ],
  [
    'every query that sorts breaks',
    'lists.parameter-breaks',
    /with sortBy/,
    /^queries\./,
    ({ path }, answer) => (path.includes('sortBy=') ? error(500) : answer),
  ],
  [
    'filters on one attribute are refused',
    'filters.refused',
    /^Filters on externalId/,
    /^(queries|matching|entra)\./,
    ({ path }, answer) => (/filter=externalId/i.test(path) ? error(400) : answer),
  ],
  [
    'a taken name is refused, and not as a conflict',
    'create.conflicts-not-named',
    /not reported with 409/,
    /^users\./,
    (_asked, answer) => (answer.status === 409 ? error(400) : answer),
  ],
  [
    'resources name the schemas of SCIM 1.1',
    'resources.without-schemas',
    /schemas/,
    /^(users|groups)\./,
    inEach((resource) => {
      if (Array.isArray(resource.schemas))
        resource.schemas = resource.schemas.map((one) =>
          String(one).replace('urn:ietf:params:scim:schemas:core:2.0', 'urn:scim:schemas:core:1.0'),
        );
    }),
  ],
];

test.each(drawn('faults of relays', faults, 4))(
  '%s: the first line is %s',
  { timeout: 60_000 },
  async (_says, head, words, groups, fault) => {
    const [first, ...more] = (await entriesBehind(fault, groups)).filter(
      ({ within }) => within === undefined,
    );

    expect(first?.id).toBe(head);
    expect(first?.says).toMatch(words);
    expect(more.length).toBeLessThanOrEqual(2);
  },
);

/** What the list says of a sound tenant behind a relay with this fault, after some groups of checks. */
async function entriesBehind(fault: Fault, groups: RegExp): Promise<Entry[]> {
  const tenant = await startTenant({ seed: 'relayed', population: 20 });
  const { origin, pathname } = new URL(tenant.url);
  const relay = await serve(async ({ method = 'GET', url = '/', headers }, response, sent) => {
    const { host, connection, 'content-length': _length, ...passed } = headers;
    const own = `http://${host}`;
    const asked = { method, path: url.slice(pathname.length) };
    // What the fault answers by itself is not done.
    const isNotDone = method === 'PATCH' && fault(asked, NOTHING) !== NOTHING;
    const got = await fetch(origin + url, {
      method: isNotDone ? 'GET' : method,
      headers: passed as Record<string, string>,
      redirect: 'manual',
      ...(sent !== '' && !isNotDone && { body: sent }),
    });
    const text = (await got.text()).replaceAll(origin, own);
    const known = { status: got.status, body: text === '' ? undefined : JSON.parse(text) };
    const { status, body } = fault(asked, known);
    const shown = Object.fromEntries(
      [...got.headers].filter(([name]) => !/^(content-length|content-encoding|connection)$/.test(name)),
    );
    if (shown.location) shown.location = shown.location.replace(origin, own);
    response.writeHead(status, shown).end(body === undefined ? undefined : JSON.stringify(body));
  });
  try {
    const endpoint = { url: new URL(pathname, relay.url).href, token: tenant.token };
    return entriesOfRun(await runInProcess(endpoint, { selected: (id) => groups.test(id) }));
  } finally {
    await relay.close();
    await tenant.close();
  }
}
