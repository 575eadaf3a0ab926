import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { at, isObject, member, show } from '../../schemas/attributes.ts';
import { findFlaws } from '../../schemas/messages.ts';
import { valuePart } from '../../schemas/parts.ts';
import { listKinds, taken } from '../fixtures/kinds.ts';
import { isOneMinute } from '../fixtures/rest.ts';
import { renamed } from '../fixtures/users/renamed.ts';
import { plain, plainRead, plainUser } from '../fixtures/users/users.ts';

const NEEDS = ['users-or-groups'];

export const meta = [
  check(
    'attributes.meta-is-assigned',
    ['7643:3.1/meta-assigned'],
    'meta of a created resource has its type, both dates and its location',
    { needs: NEEDS },
    async ({ given, must, capabilities, profile }) => {
      await must.each(listKinds({ capabilities, profile }), String, async (kind, line) => {
        const { read } = await given.the(plain(kind));
        const flaws = await findFlaws(kind === 'User' ? 'user' : 'group', read);
        const [first] = flaws.filter(({ steps }) => steps[0] === 'meta' && steps[1] !== 'version');
        line.hold(first === undefined, {
          key: first?.steps.join('.') ?? 'meta',
          expected: first?.expected ?? 'no flaw',
          observed: first?.observed ?? 'none',
        });
      });
    },
  ),
  check(
    'attributes.meta-location-leads-back',
    ['7643:3.1/meta-location-resolves'],
    'meta.location is the address at which the resource can be read',
    { needs: NEEDS },
    async ({ scim, given, must, remark, capabilities, profile }) => {
      await must.each(listKinds({ capabilities, profile }), String, async (kind, line) => {
        const { user: resource, read } = await given.the(plain(kind));
        const location = at(read, 'meta.location');
        line.hold(typeof location === 'string' && location !== '', {
          key: 'meta.location',
          expected: 'an address',
          observed: show(location),
        });
        const path = scim.pathWithin(String(location));
        if (scim.isElsewhere(String(location)))
          remark(
            'note',
            `${kind}/meta.location`,
            `meta.location names another host, port or version: ${show(location)}`,
          );
        line.hold(path !== undefined, {
          key: 'leads-away',
          expected: 'an address below the tenant URL',
          observed: show(location),
        });
        const answer = await given.the(plainRead(path ?? resource.path));
        line.haveStatus(answer, 200, { key: 'resolves' });
        line.equal(member(answer.body, 'id'), resource.id, {
          key: 'id',
          what: 'the id behind meta.location',
        });
      });
    },
  ),
  check(
    'attributes.new-is-unmodified',
    ['7643:3.1/lastmodified-equals-created'],
    'lastModified of a new user is the time of its creation',
    { needs: ['users'] },
    async ({ given, must, remark, notApplicable }) => {
      const { user, read: shown } = await plainUser(given);
      const answered = member(user.created, 'meta');
      const read = isObject(answered) ? user.created : shown;
      const [created, modified] = [instantAt(read, 'created'), instantAt(read, 'lastModified')];

      if (created === undefined || modified === undefined)
        notApplicable('the user does not show both dates', 'nothing-to-observe');
      const same = sameInstant(at(read, 'meta.created'), at(read, 'meta.lastModified'));
      if (!isObject(answered) && !same)
        return remark('warning', 'read', 'a read shows lastModified later than created');
      must.hold(same, {
        key: 'meta.lastModified',
        expected: `the instant of meta.created, ${valuePart(String(created))}`,
        observed: valuePart(String(modified)),
      });
    },
  ),
  check(
    'attributes.last-modified-advances',
    ['7643:3.1/lastmodified-advances'],
    'a change advances lastModified but not created',
    { needs: ['users'] },
    async ({ given, must, notApplicable }) => {
      const { answer, before, after } = await given.the(renamed);
      taken('rename it', answer);

      const [first, second] = [instantAt(before, 'lastModified'), instantAt(after, 'lastModified')];
      if (first === undefined && second === undefined)
        notApplicable('the user shows no lastModified', 'nothing-to-observe');
      must.hold(Number(second) > Number(first) || isOneMinute(first, second), {
        key: 'meta.lastModified',
        expected: `later than ${show(at(before, 'meta.lastModified'))}`,
        observed: show(at(after, 'meta.lastModified')),
      });
      must.hold(instantAt(after, 'created') === instantAt(before, 'created'), {
        key: 'meta.created',
        expected: `still ${show(at(before, 'meta.created'))}`,
        observed: show(at(after, 'meta.created')),
      });
    },
  ),
  check(
    'attributes.versions-are-entity-tags',
    ['7643:3.1/version-weak-prefix'],
    'ETag and meta.version are entity tags, with a W/ prefix if weak',
    { needs: ['users'] },
    async ({ scim, given, must, remark, notApplicable }) => {
      const { user } = await plainUser(given);
      const [first, second] = [await given.the(plainRead(user.path)), await scim.get(user.path)];
      must.hold(first.ok, { key: 'read', expected: 'the user', observed: describe(first) });
      const version = at(first.body, 'meta.version');
      const tags = Object.entries({ ETag: first.headers.etag, 'meta.version': version }).filter(
        ([, tag]) => tag !== undefined,
      );
      if (tags.length === 0) notApplicable('there are neither ETag nor meta.version', 'nothing-to-observe');

      for (const [key, tag] of tags) {
        const text = String(tag);
        // A version without quotes is no entity tag at all, which is a fault of another kind.
        if (key === 'meta.version' && !text.includes('"')) remark('warning', key, `${key} is not quoted`);
        else
          must.hold(/^(W\/)?"[^"]*"$/.test(text), { key, expected: '"..." or W/"..."', observed: show(tag) });
      }
      const strong =
        first.headers.etag?.startsWith('"') === true && first.headers.etag === second.headers.etag;
      must.hold(!strong || first.text === second.text, {
        key: 'weak',
        expected: 'W/, because two reads with the same ETag differ',
        observed: show(first.headers.etag),
      });
    },
  ),
];

function instantAt(resource: unknown, name: string): number | undefined {
  const time = Date.parse(String(at(resource, `meta.${name}`)));
  return Number.isNaN(time) ? undefined : time;
}

/** Whether two times are one, to the precision of the coarser of them. */
function sameInstant(one: unknown, other: unknown): boolean {
  const [left, right] = [Date.parse(String(one)), Date.parse(String(other))];
  const seconds = [one, other].some((time) => !/T\d\d:\d\d:\d\d\.\d/.test(String(time)));
  return seconds ? Math.floor(left / 1_000) === Math.floor(right / 1_000) : left === right;
}
