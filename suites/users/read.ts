import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { resourcePath } from '../../kit/wire/paths.ts';
import { at, member, show, unassigned } from '../../schemas/attributes.ts';
import { listAttributes } from '../../schemas/lookup.ts';
import { endpointFor, listKinds, taken } from '../fixtures/kinds.ts';
import { creation, plain, plainRead, plainUser, richUser } from '../fixtures/users/users.ts';

export const read = [
  check(
    'users.read-by-id',
    ['7644:3.4.1/get-200'],
    'a read by id returns 200 with that resource, unwrapped',
    { needs: ['users-or-groups'] },
    async ({ scim, given, must, eventually, ...tools }) => {
      await must.each(
        listKinds(tools),
        (kind) => kind,
        async (kind, line) => {
          const { user: wanted } = await given.the(plain(kind));
          // Another one is there: else the newest would be right by chance.
          await given.the(creation(kind));
          const answer = await eventually(
            () => scim.get(wanted.path),
            ({ status }) => status === 200,
          );
          line.haveStatus(answer, 200);
          line.keep(answer.body, 'id', wanted.id);
        },
      );
    },
  ),
  check(
    'users.unknown-id-is-not-found',
    ['7644:3.12/get-404'],
    'reading an unknown id returns 404',
    { needs: ['users-or-groups'] },
    async ({ scim, given, must, remark, ...tools }) => {
      await must.each(
        listKinds(tools),
        (kind) => kind,
        async (kind, line) => {
          const { id } = (await given.the(plain(kind))).user;
          // In the form of a real id, so that its form is no reason to refuse it; a short one might be someone's.
          const ending = id.endsWith('0000') ? '1111' : '0000';
          const like = resourcePath(endpointFor(given, kind), { id: id.slice(0, -4) + ending });
          if (id.length >= 20 && like !== undefined)
            line.haveStatus(await scim.get(like), 404, { key: 'like-a-real-id' });
          const short = await scim.get(`${endpointFor(given, kind)}/${given.unique()}`);
          line.hold(short.status >= 400 && short.status < 500, {
            key: 'of-another-form',
            expected: 'status 404',
            observed: describe(short),
          });
          if (short.status !== 404)
            remark('warning', `${kind} of-another-form`, `answered ${short.status}, not 404`);
        },
      );
    },
  ),
  check(
    'users.unknown-endpoint-is-not-found',
    ['7644:3.12/unknown-endpoint-404'],
    'an unknown endpoint returns 404',
    { needs: ['users'] },
    async ({ scim, given, must, remark }) => {
      await plainUser(given);
      const answer = await scim.get(`/${given.unique()}`);

      must.haveStatus(answer, [404, 501]);
      if (answer.status === 501) remark('warning', 'status 501', 'an unknown endpoint gets a 501, not 404');
    },
  ),
  check(
    'users.read-location-header',
    ['7644:3.4.1/get-location-header'],
    'a read may name its resource in a Location header',
    { needs: ['users'] },
    async ({ given, observe }) => {
      const { user } = await plainUser(given);
      const answer = taken('read it', await given.the(plainRead(user.path)));

      const { location } = answer.headers;
      const meta = member(member(answer.body, 'meta'), 'location');
      const same = location === meta ? 'equal to meta.location' : 'other than meta.location';
      observe('read.Location', location === undefined ? 'absent' : same);
    },
  ),
  check(
    'users.read-shows-default-attributes',
    ['7644:3.4/get-defaults'],
    'a plain read returns what is returned always or by default, and nothing else',
    { needs: ['users'] },
    async ({ given, must, capabilities }) => {
      const hidden = listAttributes(capabilities, 'User').filter(
        ({ attribute }) =>
          !attribute.required &&
          attribute.type === 'string' &&
          !attribute.multiValued &&
          attribute.mutability !== 'readOnly' &&
          (attribute.returned === 'request' || attribute.returned === 'never') &&
          attribute.name !== 'password',
      );
      const { user, read: rich } = await given.the(richUser);
      const parts: Record<string, Record<string, unknown>> = {};
      for (const { attribute, schema, extension } of hidden)
        if (extension) parts[schema] = { ...parts[schema], [attribute.name]: given.sample(attribute) };
      const holder = Object.keys(parts).length > 0 ? await given.user(parts) : user;
      const other = hidden.length > 0 ? await given.readPlainly(holder) : rich;

      must.keep(rich, 'id', user.id);
      const onDemand = listAttributes(capabilities, 'User').filter(
        ({ attribute }) => attribute.returned === 'request' || attribute.returned === 'never',
      );
      for (const path of Object.keys(user.created).filter((name) => name !== 'meta' && name !== 'schemas'))
        if (!onDemand.some((one) => one.path.toLowerCase() === path.toLowerCase()))
          must.hold(unassigned(user.created[path]) || !unassigned(at(rich, path)), {
            key: path,
            expected: `${path}, as in the response to the create`,
            observed: show(at(rich, path)),
          });
      await must.each(
        hidden,
        ({ path }) => path,
        ({ path }, line) => {
          line.hold(unassigned(at(other, path)), {
            key: 'unasked',
            expected: 'nothing',
            observed: show(at(other, path)),
          });
        },
      );
    },
  ),
];
