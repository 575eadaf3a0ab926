import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { command, ended, newFolder, start } from '../cli/command.ts';
import { drawn } from '../drawn.ts';
import {
  answered,
  BY_EXTERNAL_ID,
  bystanders,
  empty,
  endpoint,
  isCreate,
  made,
  OF_CONTACT,
  PERSON,
  prepared,
  provisioned,
  stand,
} from './ownNames.ts';
import { withText } from './twisted.ts';

afterEach(() => endpoint.close());

describe('a kill while a create is on its way', { timeout: 60_000 }, () => {
  const people: [string, string][] = [
    ['of a person who is there', PERSON.name],
    ['of somebody new', 'Adele.New@Corp.example.test'],
  ];
  test.each(drawn('killed creates', people, 1))(
    '%s: clean names what it finds, and removes nothing',
    async (_says, name) => {
      let posted = false;
      const { cwd, env, argv, clean } = await prepared({
        names: [name],
        mapping: BY_EXTERNAL_ID,
        // No lookup finds anybody until the create is on its way.
        twist: async (answer, asked) => {
          if (asked.method === 'GET' && asked.path.includes('filter=') && !posted)
            return withText(answer, empty);
          if (!isCreate(asked)) return answer;
          posted = true;
          await sleep(1_500);
          return answer;
        },
      });
      const child = start(argv, { cwd, env });
      const end = ended(child);
      // First contact learns that lookups find nothing, and waits for them as long as the run is patient.
      for (let waited = 0; !posted && waited < 3_000; waited += 1) await sleep(10);
      child.kill('SIGKILL');
      await end;
      const { code, stdout } = await clean();
      const there = endpoint.tenant.resources().find((one) => one.name === name);
      expect(code).toBe(1);
      expect(stdout).toMatch(new RegExp(`/Users/${there?.id} .*delete it by hand`));
      expect(there).toBeDefined();
      expect(bystanders.harm()).toEqual([]);
    },
  );
});

describe('what an endpoint says of its own writes and does not do', { timeout: 60_000 }, () => {
  const names = ['Adele.New@Corp.example.test', 'Boris.New@Corp.example.test'];
  const placesMade = () => made().map(({ type, id }) => `/${type}s/${id}`);

  /** What was made is named by the job and by `clean`, which ends with 1; gives what `clean` said. */
  async function named<T extends { code: number | null; stdout: string }>(
    told: string,
    clean: () => Promise<T>,
  ): Promise<T> {
    const places = placesMade();
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) expect(told).toContain(place);
    const cleaned = await clean();
    expect(cleaned.code).toBe(1);
    for (const place of places) expect(cleaned.stdout).toContain(place);
    return cleaned;
  }

  async function removeByHand(): Promise<void> {
    const headers = { authorization: `Bearer ${endpoint.token}` };
    for (const place of placesMade()) await fetch(endpoint.tenant.url + place, { method: 'DELETE', headers });
  }

  test.each([
    [409, '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409"}'],
    [400, '{"status":"400"}'],
  ])(
    'a create that is refused with %d and made all the same is named, until it is gone',
    async (status, body) => {
      const { code, stdout, clean } = await provisioned({
        names,
        twist: (answer, asked) => (isCreate(asked) ? answered(status, body) : answer),
      });
      expect(code).toBe(1);
      const cleaned = await named(stdout, clean);
      expect(cleaned.stdout).toMatch(/was refused with status 4.*delete it by hand/);
      await removeByHand();
      expect(await clean()).toMatchObject({ code: 0 });
      expect(bystanders.harm()).toEqual([]);
    },
  );

  test('a create that is refused because the name is taken is nobody’s leftover', async () => {
    const { stdout, clean } = await provisioned({
      names: [PERSON.name],
      mapping: BY_EXTERNAL_ID,
      twist: (answer, { path }) => (path.includes('filter=userName') ? withText(answer, empty) : answer),
    });
    expect(stdout).not.toContain(PERSON.id);
    expect(await clean()).toMatchObject({ code: 0 });
    expect(bystanders.harm()).toEqual([]);
  });

  test('what shows somebody else from some time on is named, and neither of them is touched', async () => {
    const reads = new Map<string, number>();
    const { code, stdout, clean } = await provisioned({
      names,
      twist: (answer, { method, path }) => {
        const id = /\/Users\/([^/?]+)/.exec(path)?.[1] ?? '';
        if (method !== 'GET' || !made().some((one) => one.id === id)) return answer;
        reads.set(id, (reads.get(id) ?? 0) + 1);
        const { id: other, name } = PERSON;
        const person = JSON.stringify({
          schemas: [],
          id: other,
          userName: name,
          displayName: 'Somebody Else',
        });
        return (reads.get(id) ?? 0) > 1 ? withText(answer, person) : answer;
      },
    });
    expect(code).toBe(1);
    await named(stdout, clean);
    expect(bystanders.harm()).toEqual([]);
    await removeByHand();
  });

  test('deletions that are acknowledged and not done are named, until they are', async () => {
    let deleted = 0;
    let lies = true;
    const { code, stdout, clean } = await provisioned({
      names,
      groups: ['Sales Team'],
      defects: [
        {
          id: 'x.forgets-deletes',
          says: 'a DELETE after the first three is acknowledged and not done',
          breaks: [],
          kills: [],
          before({ method }) {
            if (method !== 'DELETE') return undefined;
            deleted += 1;
            return lies && deleted > OF_CONTACT ? { status: 204, headers: {} } : undefined;
          },
        },
      ],
    });
    expect(code).toBe(1);
    await named(stdout, clean);
    lies = false;
    await removeByHand();
    expect(await clean()).toMatchObject({ code: 0 });
    expect(await clean()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing is left/) });
    expect(bystanders.harm()).toEqual([]);
  });
});

test('what is proved is changed and removed, as a sound endpoint lets it', { timeout: 60_000 }, async () => {
  const { code, stdout, clean } = await provisioned({
    names: ['Adele.New@Corp.example.test', 'Zoë.Müller@Corp.example.test'],
    groups: ['Sales Team'],
  });
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Converged\.$/m) });
  expect(made()).toEqual([]);
  expect(bystanders.harm()).toEqual([]);
  expect(await clean()).toMatchObject({ code: 0 });
});

test('names with the marker whose answers were lost are found, matched and removed', {
  timeout: 60_000,
}, async () => {
  let creates = 0;
  await stand((answer, asked) => {
    if (!isCreate(asked)) return answer;
    creates += 1;
    return creates % 3 === 0 ? undefined : answer;
  });
  const cwd = newFolder();
  const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
  const { stdout } = await command(['provision', '--out', 'out', '--users', '12', '--groups', '3'], {
    cwd,
    env,
  });
  expect(stdout).not.toMatch(/existed before|Not proven/);
  expect(endpoint.tenant.resources().filter(({ name }) => name.startsWith('conf-'))).toEqual([]);
});
