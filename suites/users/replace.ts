import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { at, isObject, member, show, unassigned } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { differing, listKinds, replacement, taken } from '../fixtures/kinds.ts';
import { optionalPaths, plainPath, plainValue, withOptional } from '../fixtures/optional.ts';
import { replacesInactive } from '../fixtures/users/inactive.ts';
import { putBack, putsBack, rewritten } from '../fixtures/users/rewritten.ts';
import { plainUser } from '../fixtures/users/users.ts';

/** What a PUT that does not mention active makes of somebody who was active. */
function describeActive(active: unknown): string {
  return active === true ? 'stays active' : active === false ? 'disables' : 'leaves no value';
}

export const replace = [
  check(
    'users.replace-is-offered',
    ['7644:3.5/put-supported'],
    'users and groups can be PUT back as they were read',
    { needs: ['users-or-groups'] },
    async ({ given, must, capabilities, profile }) => {
      const kinds = listKinds({ capabilities, profile });
      await must.each(
        kinds,
        (kind) => kind,
        async (kind, line) => {
          const { answer } = await given.the(putBack(kind));
          line.hold(answer.ok, { key: 'PUT', expected: 'a successful PUT', observed: describe(answer) });
        },
      );
    },
  ),
  check(
    'users.replace-answers-200',
    ['7644:3.5.1/put-200-body'],
    'a PUT returns 200 with the whole resource',
    { needs: ['users'] },
    async ({ given, must, capabilities }) => {
      const { resource: user, answer, read: stored } = await given.the(putBack('User'));

      must.haveStatus(answer, 200);
      must.haveResource(answer);
      must.keep(answer.body, 'id', user.id);
      must.hold(isObject(member(answer.body, 'meta')), {
        key: 'meta',
        expected: 'meta',
        observed: 'no meta',
      });
      const lacking = differing(capabilities, 'User', stored, answer.body).filter((path) =>
        unassigned(at(answer.body, path)),
      );
      must.equal(lacking, [], { key: 'incomplete', what: 'what the response lacks' });
      const second = await given.the(rewritten);
      if (!second.answer.ok) return;
      const less = differing(capabilities, 'User', second.read, second.answer.body).filter((path) =>
        unassigned(at(second.answer.body, path)),
      );
      must.equal(less, [], { key: 'incomplete', what: 'what the response lacks' });
    },
  ),
  check(
    'users.replace-changes-values',
    ['7644:3.5.1/put-replaces'],
    'a PUT replaces old values with new ones',
    { needs: ['users'] },
    async ({ given, must, notApplicable }) => {
      const { kept, before, after, answer, read: stored } = await given.the(rewritten);
      if (kept.length === 0) notApplicable('no attribute keeps a value', 'nothing-to-observe');
      taken('replace it', answer);

      await must.each(
        kept,
        (path) => `User.${path}`,
        (path, line) => {
          line.hold(
            !JSON.stringify(at(stored, path) ?? '')
              .toLowerCase()
              .includes(marked(before[path])),
            {
              key: 'old-value',
              expected: 'only the new value',
              observed: show(at(stored, path)),
            },
          );
          line.hold(
            JSON.stringify(at(stored, path) ?? '')
              .toLowerCase()
              .includes(marked(after[path])),
            {
              key: 'new-value',
              expected: show(after[path]),
              observed: show(at(stored, path)),
            },
          );
        },
      );
      await replacesInactive(given, must);
    },
  ),
  check(
    'users.replace-drops-what-it-omits',
    ['7644:3.5.1/put-omitted'],
    'a PUT clears the old value of an attribute that it omits',
    { needs: ['users'] },
    async ({ scim, given, must, observe, notApplicable, capabilities }) => {
      const paths = optionalPaths(capabilities);
      if (paths.length === 0) notApplicable('no optional attribute of a usual shape is published');
      await putsBack(given);
      const user = await given.made(withOptional);
      const read = await given.read(user);
      const kept = paths.filter((path) => !unassigned(at(read, path)));
      if (kept.length === 0) notApplicable('no optional attribute keeps a value', 'nothing-to-observe');
      const body = replacement(capabilities, user, read);
      for (const path of kept) delete body[path];
      const omits =
        member(read, 'active') === true && findAttribute(capabilities, 'User', 'active')?.required !== true;
      if (omits) delete body.active;
      await given.step('replace it without them', scim.put(user.path, body));
      const stored = await given.read(user);

      // What is left out may be cleared or get a default (RFC 7644 section 3.5.1); Entra and Okta always say active.
      if (omits) observe('put.omitted-active', describeActive(member(stored, 'active')));
      const old = kept.filter(
        (path) => JSON.stringify(at(stored, path) ?? '') === JSON.stringify(at(read, path)),
      );
      observe('put.omitted', old.length === 0 ? 'cleared' : old.length === kept.length ? 'kept' : 'both');
      await must.each(
        kept,
        (path) => `User.${path}`,
        (path, line) => {
          line.hold(!old.includes(path), {
            key: 'kept',
            expected: 'no value',
            observed: show(at(stored, path)),
          });
        },
      );
    },
  ),
  check(
    'users.replace-with-null-clears',
    ['7644:3.5.1/put-null-clears'],
    'null and the empty list in a PUT leave an attribute unassigned',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      const paths = optionalPaths(capabilities);
      if (paths.length === 0) notApplicable('no optional attribute of a usual shape is published');
      await putsBack(given);
      const user = await given.made(withOptional);
      const read = await given.read(user);
      // What the endpoint works out where nothing was sent cannot be seen to be cleared.
      const { read: bare } = await plainUser(given);
      const kept = paths.filter((path) => !unassigned(at(read, path)) && unassigned(at(bare, path)));
      if (kept.length === 0) notApplicable('no optional attribute keeps a value', 'nothing-to-observe');
      const nothing = Object.fromEntries(
        kept.map((path) => [path, Array.isArray(at(read, path)) ? [] : null]),
      );
      const answer = await scim.put(user.path, replacement(capabilities, user, read, nothing));

      must.hold(answer.ok, { key: 'refused', expected: 'a PUT that clears', observed: describe(answer) });
      const stored = await given.read(user);
      await must.each(
        kept,
        (path) => `User.${path}`,
        (path, line) => {
          line.equal(at(stored, path), undefined, { key: 'null', what: path });
        },
      );
    },
  ),
  check(
    'users.replace-twice-is-once',
    ['7644:3.5.1/put-idempotent'],
    'sending the same PUT twice leaves the same state',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      const { user, body, answer, read: once } = await given.the(rewritten);
      taken('replace it', answer);
      const again = await scim.put(user.path, body);

      must.hold(again.ok, { key: 'refused', expected: 'success again', observed: describe(again) });
      const twice = await given.read(user);
      must.equal(differing(capabilities, 'User', once, twice), [], { key: 'differs', what: 'what differs' });
    },
  ),
  check(
    'users.replace-reads-names-in-any-case',
    ['7643:2.1/put-attribute-case'],
    'attribute names in a PUT are accepted in any case',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      await putsBack(given);
      const user = await given.anyUser();
      const path = plainPath(capabilities);
      const value = plainValue({ given, capabilities });
      const body = replacement(capabilities, user, await given.read(user), { [path.toUpperCase()]: value });
      const answer = await scim.put(user.path, body);

      must.hold(answer.ok, {
        key: 'refused',
        expected: `${path.toUpperCase()} read as ${path}`,
        observed: describe(answer),
      });
      must.keep(await given.read(user), path, value, { key: 'value', caseExact: false });
    },
  ),
];

/** The part of a sample that only it has. */
function marked(value: unknown): string {
  return /conf-[a-z0-9]+-[a-z0-9]+/.exec(JSON.stringify(value).toLowerCase())?.[0] ?? '';
}
