import { check } from '../../kit/check/check.ts';
import { idAt } from '../../kit/wire/paths.ts';
import { equal, isObject, member, show } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { endpointFor, listKinds, taken } from '../fixtures/kinds.ts';
import { creation, plainRead, plainUser } from '../fixtures/users/users.ts';

const NEEDS = ['users-or-groups'];

export const create = [
  check(
    'users.create-answers-201',
    ['7644:3.3/create-201'],
    'creating a user or a group returns 201',
    { needs: NEEDS },
    async ({ given, must, ...tools }) => {
      await must.each(
        listKinds(tools),
        (kind) => kind,
        async (kind, line) => {
          line.haveStatus(await given.the(creation(kind)), 201);
        },
      );
    },
  ),
  check(
    'users.create-names-location',
    ['7644:3.3/create-location'],
    'the Location header of a create names the new user',
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      const answer = taken('create a user', await given.the(creation('User')));

      const { location = '' } = answer.headers;
      must.hold(URL.canParse(location, `${scim.url}/`) && location !== '', {
        key: 'Location',
        expected: 'a Location header with the address of the new user',
        observed: location === '' ? 'no Location header' : `Location: ${valuePart(location)}`,
      });
      const path = scim.pathWithin(location);
      if (path === undefined) {
        remark('warning', 'Location/elsewhere', 'Location leads outside the tenant URL');
        return;
      }
      const id = member(answer.body, 'id') ?? idAt(path);
      must.equal(member((await given.the(plainRead(path))).body, 'id'), id, {
        key: 'Location/resolves',
        what: 'id behind Location',
      });
    },
  ),
  check(
    'users.create-repeats-location-in-meta',
    ['7644:3.3/create-meta-location'],
    'meta.location of a new user equals the Location header of its create',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable }) => {
      const answer = taken('create a user', await given.the(creation('User')));
      const { location } = answer.headers;
      if (location === undefined) notApplicable('the create returns no Location', 'nothing-to-observe');
      const path = scim.pathWithin(location ?? '');
      const bare = !isObject(answer.json) && path !== undefined;
      const resource = bare ? await given.read(path) : answer.body;

      const named = member(member(resource, 'meta'), 'location');
      const place = (address: unknown) =>
        typeof address === 'string' ? scim.pathWithin(address) : undefined;
      const same = place(named) === undefined ? named === location : place(named) === place(location);
      must.hold(typeof named === 'string' && same, {
        key: 'meta.location',
        expected: `meta.location is ${show(location)}`,
        observed: show(named),
      });
    },
  ),
  check(
    'users.create-returns-the-user',
    ['7644:3.3/create-body'],
    'a create returns the user it created',
    { needs: ['users'] },
    async ({ given, must }) => {
      const { user, read } = await plainUser(given);

      await must.each(['schemas', 'id', 'userName', 'meta'], String, (name, line) => {
        const [answered, stored] = [member(user.created, name), member(read, name)];
        line.hold(name === 'meta' ? isObject(answered) : equal(answered, stored), {
          key: 'in-the-answer',
          expected: `${name} as a read shows it: ${show(stored)}`,
          observed: show(answered),
        });
      });
    },
  ),
  check(
    'users.create-names-resource-type',
    ['7644:3.3.1/create-resourcetype'],
    'a created resource has the meta.resourceType of its endpoint',
    { needs: NEEDS },
    async ({ scim, given, must, capabilities, profile }) => {
      await must.each(
        listKinds({ capabilities, profile }),
        (kind) => kind,
        async (kind, line) => {
          const endpoint = endpointFor(given, kind);
          const answer = taken('create it', await given.the(creation(kind)));
          const path = scim.pathWithin(answer.headers.location ?? '');
          const resource = isObject(answer.json) || path === undefined ? answer.body : await given.read(path);

          const name = capabilities.resourceTypes?.find((type) => type.endpoint === endpoint)?.name ?? kind;
          line.equal(member(member(resource, 'meta'), 'resourceType'), name, { key: 'meta.resourceType' });
        },
      );
    },
  ),
];
