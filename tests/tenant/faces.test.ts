import { get as httpsGet } from 'node:https';
import { describe, expect, it } from 'vitest';
import { type FaceName, faces, startTenant } from '../../tenant/index.ts';
import { type Body, type Fixture, fixture, PATCH, USER } from './support.ts';

async function on(face: FaceName, test: (scim: Fixture) => Promise<void>, population = 0): Promise<void> {
  const scim = await fixture({ face, population });
  try {
    await test(scim);
  } finally {
    await scim.close();
  }
}

describe('discovery', () => {
  it('publishes configuration, types and schemas that agree', () =>
    on('full', async (scim) => {
      const spc = (await scim.send('GET', '/ServiceProviderConfig')).body;
      expect(spc).toMatchObject({
        patch: { supported: true },
        bulk: { supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 },
        pagination: { cursor: true, index: true, defaultPaginationMethod: 'index' },
      });
      const types = (await scim.send('GET', '/ResourceTypes?startIndex=2&count=1')).body;
      const schemas = (await scim.send('GET', '/Schemas')).body;
      expect([types.totalResults, schemas.totalResults]).toEqual([2, 7]);
      for (const entry of [...types.Resources, ...schemas.Resources]) {
        const path = entry.meta.location.slice(scim.tenant.url.length);
        expect((await scim.send('GET', path)).body).toEqual(entry);
      }
      const encoded = encodeURIComponent(USER);
      expect((await scim.send('GET', `/Schemas/${encoded}`)).body.id).toBe(USER);
      const kinds = new Set<string>();
      const visit = (attributes: Body[]) => {
        for (const { type, mutability, returned, uniqueness, subAttributes } of attributes) {
          for (const kind of [type, mutability, returned, uniqueness]) kinds.add(kind);
          if (subAttributes) visit(subAttributes);
        }
      };
      visit(schemas.Resources.find(({ name }: Body) => name === 'TestUser').attributes);
      expect([...kinds].sort()).toEqual(
        'always binary boolean complex dateTime decimal default global immutable integer never none readOnly readWrite reference request server string writeOnly'.split(
          ' ',
        ),
      );
    }));

  it('is read-only and takes no filter', () =>
    on('full', async (scim) => {
      for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas', `/Schemas/${USER}`]) {
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
          const answer = await scim.send(method, path, method === 'DELETE' ? undefined : {});
          expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
        }
        expect((await scim.send('GET', `${path}?filter=id%20eq%20%22x%22`)).status).toBe(403);
      }
      expect((await scim.send('GET', '/Schemas/urn:example:none')).status).toBe(404);
    }));
});

describe('faces', () => {
  it.each(Object.keys(faces).filter((face) => face !== 'tls') as FaceName[])('%s serves its users', (face) =>
    on(face, async (scim) => {
      const user = await scim.user();
      expect((await scim.send('GET', `/Users/${user.id}`)).body).toEqual(user);
      expect((await scim.send('DELETE', `/Users/${user.id}`)).status).toBe(204);
      expect((await scim.send('GET', `/Users/${user.id}`)).status).toBe(404);
      const spc = await scim.send('GET', '/ServiceProviderConfig');
      expect(spc.status).toBe(face === 'no-discovery' ? 404 : 200);
    }),
  );

  it('minimal refuses what it does not offer', () =>
    on('minimal', async (scim) => {
      const user = await scim.user();
      expect(user.meta).not.toHaveProperty('version');
      const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] };
      for (const [method, path, body] of [
        ['PATCH', `/Users/${user.id}`, { schemas: [PATCH], Operations: [] }],
        ['POST', '/Bulk', { Operations: [] }],
        ['GET', '/Me', undefined],
        ['POST', '/Users/.search', search],
        ['POST', '/.search', search],
        ['GET', '/', undefined],
        ['GET', '/Users?filter=userName%20pr', undefined],
      ] as const) {
        const answer = await scim.send(method, path, body);
        expect([answer.status, answer.body.status], path).toEqual([501, '501']);
      }
      expect((await scim.send('GET', '/Users?sortBy=userName')).status).toBe(200);
      const stale = await scim.send('PUT', `/Users/${user.id}`, user, { 'if-match': '"stale"' });
      expect([stale.status, stale.headers.get('etag')]).toEqual([200, null]);
    }));

  it('cursor-only pages without being asked', () =>
    on('cursor-only', async (scim) => {
      for (let made = 0; made < 3; made += 1) await scim.user();
      const first = (await scim.send('GET', '/Users?count=2&startIndex=3')).body;
      expect(first).not.toHaveProperty('startIndex');
      const rest = (await scim.send('GET', `/Users?count=2&cursor=${first.nextCursor}`)).body;
      expect(rest).toMatchObject({ totalResults: 4, itemsPerPage: 2 });
      expect(rest).not.toHaveProperty('nextCursor');
    }));

  it('users-only knows no groups', () =>
    on('users-only', async (scim) => {
      expect((await scim.send('GET', '/Groups')).status).toBe(404);
      expect((await scim.send('GET', '/ResourceTypes')).body.totalResults).toBe(1);
      const schema = (await scim.send('GET', `/Schemas/${USER}`)).body;
      expect(schema.attributes.map(({ name }: Body) => name)).not.toContain('groups');
    }));

  it('hard-delete-only refuses to deactivate, cleanly', () =>
    on('hard-delete-only', async (scim) => {
      const user = await scim.user({ active: true });
      expect(user).not.toHaveProperty('active');
      for (const operation of [
        { op: 'Replace', path: 'active', value: 'False' },
        { op: 'replace', value: { active: false, displayName: 'x' } },
      ]) {
        const answer = await scim.patch(`/Users/${user.id}`, [operation]);
        expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidPath']);
      }
      expect((await scim.send('GET', `/Users/${user.id}`)).body).toEqual(user);
    }));

  it('tls has a certificate that can be trusted', async () => {
    const tenant = await startTenant({ face: 'tls' });
    try {
      const status = await new Promise((resolve, reject) => {
        httpsGet(`${tenant.url}/ServiceProviderConfig`, { ca: tenant.ca }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
      expect([tenant.url.startsWith('https://'), status]).toEqual([true, 200]);
    } finally {
      await tenant.close();
    }
  });

  it('full has an account of its own at /Me', () =>
    on('full', async (scim) => {
      const me = await scim.send('GET', '/Me');
      expect(me.headers.get('location')).toBe(me.body.meta.location);
      expect((await scim.send('GET', `/Users/${me.body.id}`)).body).toEqual(me.body);
      expect(Object.keys((await scim.send('GET', '/Me?attributes=userName')).body)).toEqual([
        'schemas',
        'id',
        'userName',
      ]);
      const patched = await scim.patch('/Me', [{ op: 'add', path: 'nickName', value: 'n' }]);
      expect(patched.body.nickName).toBe('n');
      expect((await scim.send('DELETE', '/Me')).status).toBe(403);
    }));

  it('answers HEAD without a body, unknown addresses with SCIM errors', () =>
    on('full', async (scim) => {
      const user = await scim.user();
      const head = await scim.send('HEAD', `/Users/${user.id}`);
      expect([head.status, head.text]).toEqual([200, '']);
      for (const path of ['/Nothing', '/Users/a/b', '//Users', '/users']) {
        const answer = await scim.send('GET', path);
        expect([answer.status, answer.body.status], path).toEqual([404, '404']);
      }
      const outside = await fetch(new URL('/elsewhere', scim.tenant.url));
      expect(outside.status).toBe(404);
      expect((await scim.send('GET', '/Users/%E0%A4%A')).status).toBe(400);
      expect((await scim.send('POST', `/Users/${user.id}`, user)).status).toBe(405);
      expect((await scim.send('DELETE', '/Users')).status).toBe(405);
    }));
});

describe('population', () => {
  it('of 100,000 starts at once and is looked up without a scan', async () => {
    const start = performance.now();
    const scim = await fixture({ population: 100_000 });
    try {
      expect(performance.now() - start).toBeLessThan(2000);
      const user = (await scim.send('GET', '/Users?startIndex=50001&count=1')).body;
      expect(user.totalResults).toBe(100_001);
      const foreign = user.Resources[0];
      const times: number[] = [];
      const probe = async (filter: string, endpoint = '/Users'): Promise<string[]> => {
        const at = performance.now();
        const found = await scim.filter(filter, endpoint);
        times.push(performance.now() - at);
        return found;
      };
      expect(foreign.groups.length).toBe(1);
      for (const filter of [
        `userName eq "${foreign.userName.toUpperCase()}"`,
        `externalId eq "${foreign.externalId}"`,
        `id eq "${foreign.id}"`,
        `displayName eq "${foreign.displayName}"`,
        `emails[type eq "work"].value eq "${foreign.userName}"`,
        `emails.value eq "${foreign.userName}" and active eq true`,
      ]) {
        expect(await probe(filter)).toEqual([foreign.id]);
      }
      const part = `userName co "${foreign.userName.slice(4, 18)}" and name.familyName eq "FOREIGN"`;
      expect(await scim.filter(part, '/Users')).toEqual([foreign.id]);
      const group = foreign.groups[0].value;
      expect(await probe(`members.value eq "${foreign.id}"`, '/Groups')).toEqual([group]);
      const own = await scim.user({ userName: 'conf-own', title: 'T' });
      for (const filter of [
        'userName sw "conf-"',
        'userName co "onf-ow"',
        'title pr and userName pr',
        'nickName eq "x" or title eq "t"',
      ]) {
        expect(await probe(filter)).toEqual(
          filter.includes('title') || filter.includes('onf') ? [own.id] : [],
        );
      }
      expect(Math.max(...times)).toBeLessThan(250);
      // Accounts of the population can be changed and deleted like any other.
      const renamed = await scim.patch(`/Users/${foreign.id}`, [
        { op: 'replace', path: 'displayName', value: 'New' },
      ]);
      expect(renamed.body).toMatchObject({ id: foreign.id, displayName: 'New' });
      expect(await probe(`displayName eq "${foreign.displayName}"`)).toEqual([]);
      expect((await scim.send('DELETE', `/Users/${foreign.id}`)).status).toBe(204);
      const left = (await scim.send('GET', `/Groups/${group}`)).body.members;
      expect(left.length).toBe(9);
      const total = (await scim.send('GET', '/Users?startIndex=100001')).body;
      expect([total.totalResults, total.Resources.map(({ id }: Body) => id)]).toEqual([100_001, [own.id]]);
      expect(scim.tenant.resources().length).toBe(110_001);
    } finally {
      await scim.close();
    }
  });
});
