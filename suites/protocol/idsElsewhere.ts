import { check } from '../../kit/check/check.ts';
import { isUnguessable } from '../../kit/safety/elsewhere.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import { spelled } from '../../schemas/spelling.ts';
import { changedPaths, type Kind } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { plainPath } from '../fixtures/optional.ts';

/** An id counts under the endpoint of its resource alone: a write below another one reaches nobody. */
export const idsElsewhere = [
  check(
    'protocol.ids-count-in-their-collection',
    ['practice:P15'],
    "a PATCH or DELETE of a user's id among groups, or the reverse, reaches nothing",
    { needs: ['users', 'groups'] },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      const [user, group] = [await given.anyUser(), await given.anyGroup()];
      const kinds: { kind: Kind; resource: typeof user; path: string; text: string }[] = [
        {
          kind: 'User',
          resource: user,
          path: `${given.groups}/${encodeSegment(user.id)}`,
          text: plainPath(capabilities),
        },
        {
          kind: 'Group',
          resource: group,
          path: `${given.users}/${encodeSegment(group.id)}`,
          text: changeablePath(capabilities, 'Group'),
        },
      ];
      // Where the ids of one collection are numbers, it may take a longer one for the number that it begins with.
      if (!kinds.every(({ resource }) => isUnguessable(resource.id)))
        notApplicable(
          'ids are so short that there may be somebody else’s of the same id',
          'nothing-to-observe',
        );

      await must.each(
        kinds,
        ({ kind }) => kind,
        async ({ kind, resource, path, text }, line) => {
          const before = await given.read(resource);
          // What is shown there already is another check's matter, and only what is not there is nobody's.
          const isAbsent = (await scim.get(path)).status === 404;
          const operation = { op: 'replace', path: text, value: newValue(given, text) };
          const isDone = isAbsent && capabilities.features.patch && (await scim.patch(path, [operation])).ok;
          const { ok, body } = isDone ? await scim.get(resource.path) : { ok: false, body: before };
          const after = ok ? spelled(body, capabilities, kind) : before;
          line.equal(changedPaths(capabilities, kind, before, after), [], {
            key: 'changed-elsewhere',
            what: 'what a PATCH in the other collection changed',
          });
          // What is refused as not there is not deleted.
          if (!isAbsent || (await scim.delete(path)).status === 404) return;
          const { status } = await scim.get(resource.path);
          line.hold(status === 200, {
            key: 'gone-elsewhere',
            expected: 'the resource still there',
            observed: `status ${status} after a DELETE in the other collection`,
          });
        },
      );
    },
  ),
];
