import { type CheckTools, check } from '../../kit/check/check.ts';
import { freeTextOfExtension } from '../../kit/compose/choose.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import {
  type Attributes,
  ENTERPRISE,
  isObject,
  member,
  readValues,
  show,
  unassigned,
} from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { listed } from '../fixtures/groups/members.ts';
import { type Kind, listKinds, replacement, taken } from '../fixtures/kinds.ts';
import { plainValue, withText } from '../fixtures/optional.ts';
import { patched as changed } from '../fixtures/users/patched.ts';
import { putBack } from '../fixtures/users/rewritten.ts';
import { creation, plain, plainRead } from '../fixtures/users/users.ts';
import {
  listWrites,
  newVersion,
  sharedVersion,
  tagAfter,
  tagged,
  withExtension,
  write,
} from '../fixtures/versions.ts';

const words = (method: string, tag: string | undefined) => ({
  key: method,
  expected: `an ETag header in the response to ${method}`,
  observed: show(tag),
});

export const tags = [
  check(
    'versions.resources-have-tags',
    ['7644:3.14/etag-header'],
    'responses with a single resource have an ETag header',
    { needs: ['users-or-groups'] },
    async (tools) => {
      const { scim, given, must, remark, observe, capabilities } = tools;
      const kinds = listKinds(tools);
      await must.each(
        kinds,
        (kind) => kind,
        async (kind, line) => {
          const created = taken('create it', await given.the(creation(kind)));
          const path = await given.findPlace(created);
          const read = taken('read it', await given.the(plainRead(path)));
          // A type without versions has no tag to send (RFC 7643 section 3.1); meta would show one.
          const [other] = kinds.filter((one) => one !== kind);
          if (isBare(read) && other !== undefined && !(await isUnversioned(tools, other)))
            return remark('warning', `${kind}.unversioned`, `a ${kind} has no version, though others have`);
          line.hold(read.headers.etag !== undefined, words('GET', read.headers.etag));
          line.hold(created.headers.etag !== undefined, words('POST', created.headers.etag));

          const { resource, answer: put } = await given.the(putBack(kind));
          taken('put it', put);
          observe(`${kind}.put.ETag`, put.headers.etag === undefined ? 'left out' : 'sent');
          if (capabilities.features.patch !== true) return;
          const renames = kind === 'User' || given.attribute(kind, 'displayName').mutability === 'readWrite';
          const operation = {
            op: 'replace',
            path: renames ? 'displayName' : 'externalId',
            value: given.unique(),
          };
          const patched = taken(
            'patch it',
            kind === 'User'
              ? (await given.the(changed)).answer
              : await scim.patch(resource.path, [operation]).as('given', 'patch it'),
          );
          if (patched.headers.etag === undefined)
            remark('warning', `${kind}.PATCH`, 'the answer to a PATCH has no ETag header');
        },
      );
    },
  ),
  check(
    'versions.meta-has-version',
    ['7644:3.14/meta-version'],
    'a resource has meta.version',
    { needs: ['users-or-groups'] },
    async (tools) => {
      const { given, must } = tools;
      await must.each(
        listKinds(tools),
        (kind) => kind,
        async (kind, line) => {
          const version = member(member((await given.the(plain(kind))).read, 'meta'), 'version');
          line.hold(typeof version === 'string' && version !== '', {
            key: 'meta.version',
            expected: 'a string',
            observed: show(version),
          });
        },
      );
    },
  ),
  check(
    'versions.tag-follows-the-resource',
    ['7644:3.14/etag-changes'],
    'the ETag of a user changes when the user does',
    { needs: ['users'] },
    async (tools) => {
      const { given, must, remark, capabilities } = tools;
      const path = freeTextOfExtension(capabilities, ENTERPRISE);
      // With the extension, since it may require more than the one attribute that is changed.
      const before = await newVersion(tools, path === undefined ? withText : withExtension);
      let again = await tagged(tools, before.user);
      const moved = again.tag;
      // What moves once alone is an account that was completed in the background.
      if (moved !== before.tag) again = await tagged(tools, before.user);
      if (again.tag !== moved) remark('warning', 'unsteady', 'the ETag changes between reads');

      let now = again;
      await must.each(listWrites(capabilities), String, async (method, line) => {
        const { tag: earlier } = now;
        now = await tagAfter(tools, now, (latest) =>
          given.step('change it', write(tools, method, latest, plainValue(tools))),
        );
        const { tag } = now;
        line.hold(tag !== earlier, {
          key: 'tag',
          expected: 'a new ETag',
          observed: valuePart(tag),
        });
      });
      if (path === undefined || !capabilities.features.patch) return;
      const { tag: earlier } = now;
      const { tag } = await tagAfter(tools, now, ({ user }) => {
        const operation = { op: 'add', path, value: given.unique() };
        return given.step('change an extension', tools.scim.patch(user.path, [operation]));
      });
      must.hold(tag !== earlier, {
        key: 'extension/tag',
        expected: 'a new ETag',
        observed: valuePart(tag),
      });
    },
  ),
  check(
    'versions.tag-follows-the-members',
    ['7644:3.14/etag-changes'],
    'the ETag of a group changes when a member is added',
    { needs: ['groups', 'users'] },
    async (tools) => {
      const { scim, given, must, notApplicable, capabilities } = tools;
      given.relyOnEmptyGroups();
      await given.the(sharedVersion);
      if (await isUnversioned(tools, 'Group'))
        notApplicable('users have versions, and groups have none', 'nothing-to-observe');
      const user = await given.anyUser();
      const group = await given.anyGroup();
      const before = await tagged(tools, group);
      let seen = false;
      const shows = (read: Attributes) => readValues(read, 'members').includes(user.id);
      const { tag, read: last } = await tagAfter(tools, before, async ({ read }) => {
        seen ||= shows(read);
        const members = readValues(read, 'members').length === 0 ? listed(tools, user) : [];
        const body = replacement(capabilities, group, read, { members });
        await given.step('change the members', scim.put(group.path, body));
      });
      // A plain read may leave members out.
      seen ||= shows(last) || shows(await given.read(group));
      if (!seen) notApplicable('the group shows no members', 'nothing-to-observe');

      must.hold(tag !== before.tag, {
        key: 'tag',
        expected: 'a new ETag',
        observed: valuePart(tag),
      });
    },
  ),
  check(
    'versions.without-versioning',
    ['7644:3.14/unsupported-etag'],
    'how an endpoint without versioning handles If-Match',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, capabilities, observe, remark } = tools;
      const user = await given.anyUser();
      const read = await given.step('read it', scim.get(user.path));
      const version = readVersion(read.body);
      const { etag } = read.headers;
      if (version !== undefined && etag !== undefined && version !== etag)
        remark('warning', 'meta.version', `meta.version is ${show(version)}, and ETag is ${show(etag)}`);
      const value = given.unique();
      const body = replacement(capabilities, user, read.body, { externalId: value });
      const answer = await scim.put(user.path, body, { headers: { 'if-match': '"conf-none"' } });
      const stored = member(await given.read(user), 'externalId') === value;

      const words = answer.ok ? (stored ? 'ignored' : 'answered with success, not written') : '';
      observe('etag.if-match-without-versioning', words || `${answer.status}${stored ? ' and written' : ''}`);
    },
  ),
];

/** Whether a resource of this kind comes with neither a tag nor meta.version. */
async function isUnversioned({ given }: CheckTools, kind: Kind): Promise<boolean> {
  const path = await given.findPlace(taken('create it', await given.the(creation(kind))));
  return isBare(taken('read it', await given.the(plainRead(path))));
}

const isBare = ({ headers, body }: ScimResponse): boolean =>
  headers.etag === undefined && unassigned(readVersion(body));

function readVersion(resource: Attributes): unknown {
  const meta = member(resource, 'meta');
  return isObject(meta) ? member(meta, 'version') : undefined;
}
