import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { typeOfMail } from '../../kit/compose/choose.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, member } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { differing, type Kind, replacement } from '../fixtures/kinds.ts';
import { changeablePath, newValue } from '../fixtures/naming.ts';
import { plainPath } from '../fixtures/optional.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities'>;

/** Something that a resource is known by beside its id. */
interface Name {
  key: string;
  text: string;
}

const ROW = ['practice:P14'];

/** A user of the run that is known by its name, a mail address where these can be written, and an externalId. */
async function knownUser({ given, capabilities }: Tools): Promise<{ user: Owned; names: Name[] }> {
  const mail = given.address();
  const type = typeOfMail(capabilities);
  const emails = findAttribute(capabilities, 'User', 'emails');
  const isWritten = emails !== undefined && emails.mutability !== 'readOnly';
  const address = isWritten ? { emails: [{ value: mail, ...present({ type }) }] } : {};
  const externalId = given.unique();
  const user = await given.user({ ...address, externalId });
  return {
    user,
    names: [
      { key: 'name', text: user.name },
      ...(isWritten ? [{ key: 'address', text: mail }] : []),
      { key: 'externalId', text: externalId },
    ],
  };
}

/** Ids may be names or addresses: these are no others. */
const isId = ({ id }: Owned, { text }: Name): boolean => text.toLowerCase() === id.toLowerCase();

/** Where a resource would be if a name were its id. */
const placeNamed = ({ endpoint }: Owned, { text }: Name): string => `${endpoint}/${encodeSegment(text)}`;

/** Claims that a GET there shows nothing; gives whether it says so with 404, so that a write there reaches nothing known. */
async function leadsNowhere({ scim }: Tools, line: Must, path: string): Promise<boolean> {
  const found = await scim.get(path);
  const reached = found.ok && member(found.body, 'id') !== undefined;
  line.hold(!reached, { key: 'reached', expected: 'status 4xx', observed: describe(found) });
  return found.status === 404;
}

/** Claims that a change that was sent there did not reach the resource. */
async function changesNothing(
  { scim, given, capabilities }: Tools,
  line: Must,
  path: string,
  { kind, resource, before }: { kind: Kind; resource: Owned; before: Attributes },
  answer: ScimResponse,
): Promise<void> {
  if (!answer.ok) return line.hold(true, { key: 'changed', expected: '', observed: '' });
  const after = await given.read(resource);
  // What it has now and had not before is a change, too.
  const changes = [
    ...differing(capabilities, kind, before, after),
    ...differing(capabilities, kind, after, before),
  ];
  line.equal(changes, [], { key: `changed-by-${answer.method}`, what: 'what it changed of the resource' });
  // Nothing else would remove what a PUT made there.
  if ((await scim.get(path)).ok) await scim.delete(path).as('clean-up');
}

/** Sends each kind of change to where a resource would be if a name were its id. */
async function sendChanges(
  tools: Tools,
  line: Must,
  path: string,
  of: { kind: Kind; resource: Owned; before: Attributes },
): Promise<void> {
  const { scim, given, capabilities } = tools;
  const text = of.kind === 'User' ? plainPath(capabilities) : changeablePath(capabilities, 'Group');
  const put = replacement(capabilities, of.resource, of.before, { [text]: newValue(given, text) });
  await changesNothing(tools, line, path, of, await scim.put(path, put));
  if (!capabilities.features.patch) return;
  const patch = [{ op: 'replace', path: text, value: newValue(given, text) }];
  await changesNothing(tools, line, path, of, await scim.patch(path, patch));
}

/** Names, mail addresses and externalIds are no ids (RFC 7643 section 3.1): a request that takes them for one reaches nobody. */
export const namesForIds = [
  check(
    'protocol.names-for-ids-delete-nobody',
    ROW,
    'a DELETE at the name, address or externalId of a user, in any letters, deletes nobody',
    { needs: ['users'] },
    async ({ must, ...tools }) => {
      const { scim, given } = tools;
      const { user, names } = await knownUser(tools);
      await given.read(user);
      const spellings = names.flatMap(({ key, text }) =>
        key === 'externalId'
          ? [{ key, text }]
          : [
              { key, text },
              { key: `${key} in capitals`, text: text.toUpperCase() },
            ],
      );

      await must.each(
        spellings.filter((one) => !isId(user, one)),
        ({ key }) => key,
        async (name, line) => {
          const path = placeNamed(user, name);
          await leadsNowhere(tools, line, path);
          const answer = await scim.delete(path);
          // What is refused as not there is not deleted.
          if (answer.status === 404) return;
          line.hold((await scim.get(user.path)).status === 200, {
            key: 'deleted',
            expected: 'the user still there',
            observed: `the user gone, after a DELETE that was answered ${answer.status}`,
          });
        },
      );
    },
  ),
  check(
    'protocol.names-for-ids-change-nobody',
    ROW,
    'a PUT or PATCH at the name, mail address or externalId of a user changes nobody',
    { needs: ['users'] },
    async ({ must, ...tools }) => {
      const { user, names } = await knownUser(tools);
      const before = await tools.given.read(user);

      await must.each(
        names.filter((one) => !isId(user, one)),
        ({ key }) => key,
        async (name, line) => {
          const path = placeNamed(user, name);
          if (await leadsNowhere(tools, line, path))
            await sendChanges(tools, line, path, { kind: 'User', resource: user, before });
        },
      );
    },
  ),
  check(
    'protocol.names-for-ids-reach-no-group',
    ROW,
    'the name or externalId of a group in the place of its id reaches no group',
    { needs: ['groups'] },
    async ({ must, ...tools }) => {
      const { scim, given } = tools;
      const externalId = given.unique();
      const group = await given.group({ externalId });
      const before = await given.read(group);
      const names = [
        { key: 'displayName', text: group.name },
        { key: 'externalId', text: externalId },
      ].filter((one) => !isId(group, one));

      await must.each(
        names,
        ({ key }) => key,
        async (name, line) => {
          const path = placeNamed(group, name);
          if (!(await leadsNowhere(tools, line, path))) return;
          await sendChanges(tools, line, path, { kind: 'Group', resource: group, before });
          const answer = await scim.delete(path);
          if (answer.status === 404) return;
          line.hold((await scim.get(group.path)).status === 200, {
            key: 'deleted',
            expected: 'the group still there',
            observed: `the group gone, after a DELETE that was answered ${answer.status}`,
          });
        },
      );
    },
  ),
];
