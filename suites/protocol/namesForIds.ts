import { type CheckTools, check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, elements, member } from '../../schemas/attributes.ts';
import { linkedGroup } from '../fixtures/groups/people.ts';
import { changedPaths, type Kind, replacement } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { plainPath } from '../fixtures/optional.ts';
import { addressedUser } from '../fixtures/users/shapes.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities'>;

/** Something that a resource is known by beside its id. */
interface Name {
  key: string;
  text: string;
}

/** What came of requests to where a resource would be if a name were its id. */
interface Try extends Name {
  path: string;
  found: ScimResponse;
  /** What each change that went there changed of the resource. */
  changes: { method: string; strays: string[] }[];
}

interface Known {
  resource: Owned;
  tries: Try[];
}

const ROW = ['practice:P14'];

/** Ids may be names or addresses: these are no others. */
const isId = ({ id }: Owned, text: string): boolean => text.toLowerCase() === id.toLowerCase();

const placeNamed = ({ endpoint }: Owned, text: string): string => `${endpoint}/${encodeSegment(text)}`;

/** What a change that was sent to a place changed of a resource that is elsewhere; nothing where it was refused. */
async function findStrays(
  { scim, given, capabilities }: Tools,
  kind: Kind,
  resource: Owned,
  before: Attributes,
  answer: ScimResponse,
): Promise<string[]> {
  if (!answer.ok) return [];
  const after = await given.read(resource);
  // Nothing else would remove what a PUT made there.
  const path = answer.path.split('?')[0] ?? '';
  if ((await scim.get(path)).ok) await scim.delete(path).as('clean-up');
  return changedPaths(capabilities, kind, before, after);
}

/** Reads where a resource would be if each of its names were its id, and sends changes there where nothing is. */
async function tryNames(tools: Tools, kind: Kind, resource: Owned, names: Name[]): Promise<Known> {
  const { scim, given, capabilities } = tools;
  const before = await given.read(resource);
  const text = kind === 'User' ? plainPath(capabilities) : changeablePath(capabilities, 'Group');
  const tries: Try[] = [];
  for (const name of names.filter((one) => !isId(resource, one.text))) {
    const path = placeNamed(resource, name.text);
    const found = await scim.get(path);
    const changes: Try['changes'] = [];
    // Only what is not there is nobody's.
    if (found.status === 404) {
      const body = replacement(capabilities, resource, before, { [text]: newValue(given, text) });
      const answers = [await scim.put(path, body)];
      const patch = [{ op: 'replace', path: text, value: newValue(given, text) }];
      if (capabilities.features.patch) answers.push(await scim.patch(path, patch));
      for (const answer of answers)
        changes.push({
          method: answer.method,
          strays: await findStrays(tools, kind, resource, before, answer),
        });
    }
    tries.push({ ...name, path, found, changes });
  }
  return { resource, tries };
}

/** A user of the run that is known by its name, a mail address where these can be written, and an externalId. */
const knownUser = fixture('protocol.known-user', async (tools): Promise<Known> => {
  const user = await tools.given.made(addressedUser);
  const [mail] = elements(user.sent, 'emails');
  return tryNames(tools, 'User', user, [
    { key: 'name', text: user.name },
    ...(mail === undefined ? [] : [{ key: 'address', text: String(mail.value) }]),
    { key: 'externalId', text: String(user.sent.externalId) },
  ]);
});

/** Claims that a GET at a name showed nothing. */
function showsNothing(line: Must, found: ScimResponse): void {
  line.hold(!(found.ok && member(found.body, 'id') !== undefined), {
    key: 'reached',
    expected: 'status 4xx',
    observed: describe(found),
    exchange: found.exchange,
  });
}

function changesNothing(line: Must, { changes }: Try): void {
  for (const { method, strays } of changes)
    line.equal(strays, [], { key: `changed-by-${method}`, what: 'what it changed in the resource' });
}

/** Claims that a DELETE there leaves the resource where it is. */
async function deletesNothing({ scim }: Tools, line: Must, path: string, resource: Owned): Promise<void> {
  const answer = await scim.delete(path);
  // What is refused as not there is not deleted.
  if (answer.status === 404) return;
  line.hold((await scim.get(resource.path)).status === 200, {
    key: 'deleted',
    expected: 'the resource still there',
    observed: `it is gone, after a DELETE with status ${answer.status}`,
  });
}

/** Names, mail addresses and externalIds are no ids (RFC 7643 section 3.1): a request that takes them for one reaches nobody. */
export const namesForIds = [
  check(
    'protocol.names-for-ids-delete-nobody',
    ROW,
    "a DELETE at a user's name, email or externalId, in any case, deletes no user",
    { needs: ['users'] },
    async ({ must, ...tools }) => {
      const { resource, tries } = await tools.given.the(knownUser);

      const capitals = tries
        .filter(({ key }) => key !== 'externalId')
        .map(({ key, text }) => ({ key: `${key} in capitals`, text: text.toUpperCase(), found: undefined }));
      await must.each(
        [...tries, ...capitals],
        ({ key }) => key,
        async ({ text, found }, line) => {
          const path = placeNamed(resource, text);
          const shown = found ?? (await tools.scim.get(path));
          showsNothing(line, shown);
          // Only what is not there is nobody's; an id of another form may be refused.
          if (shown.status === 404) await deletesNothing(tools, line, path, resource);
        },
      );
    },
  ),
  check(
    'protocol.names-for-ids-change-nobody',
    ROW,
    "a PUT or PATCH at a user's name, email or externalId changes no user",
    { needs: ['users'] },
    async ({ must, given }) => {
      const { tries } = await given.the(knownUser);

      await must.each(
        tries,
        ({ key }) => key,
        (name, line) => {
          showsNothing(line, name.found);
          changesNothing(line, name);
        },
      );
    },
  ),
  check(
    'protocol.names-for-ids-reach-no-group',
    ROW,
    'the name or externalId of a group in place of its id reaches no group',
    { needs: ['groups'] },
    async ({ must, ...tools }) => {
      const group = await tools.given.made(linkedGroup);
      const { tries } = await tryNames(tools, 'Group', group, [
        { key: 'displayName', text: group.name },
        { key: 'externalId', text: String(group.sent.externalId) },
      ]);

      await must.each(
        tries,
        ({ key }) => key,
        async (name, line) => {
          showsNothing(line, name.found);
          changesNothing(line, name);
          if (name.found.status === 404) await deletesNothing(tools, line, name.path, group);
        },
      );
    },
  ),
];
