import { namedIn } from '../../kit/check/changes.ts';
import { check } from '../../kit/check/check.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { freeTextOfExtension, freeTexts } from '../../kit/compose/choose.ts';
import {
  type Attributes,
  at,
  ENTERPRISE,
  elements,
  equal,
  member,
  unassigned,
} from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { spelled } from '../../schemas/spelling.ts';
import { differing } from '../fixtures/kinds.ts';
import { renames } from '../fixtures/naming.ts';
import { richPayload, richUser } from '../users/rich.ts';
import type { Tools } from './specimen.ts';

/** What a PATCH does not name (RFC 7644 section 3.5.2). */
export const others = [
  check(
    'patch.changes-only-what-it-names',
    ['7644:3.5.2/patch-names-its-targets'],
    'a PATCH of one attribute of any kind leaves the others, and other users, as they were',
    { needs: ['users'] },
    async ({ must, notApplicable, ...tools }) => {
      const { scim, given, capabilities } = tools;
      const bystander = await richUser(given, capabilities);
      const user = await given.user(everything(tools));
      // The reads below show no more than this one: what is returned on request alone is not in either.
      let before = await given.readPlainly(user);
      let carried = 0;

      await must.each(
        changesOf(tools, before),
        ([kind]) => kind,
        async ([, operation], line) => {
          const answer = await scim.patch(user.path, [operation]);
          // Whether the change is made is the claim of other checks.
          if (!answer.ok) return;
          carried += 1;
          const read = await scim.get(user.path);
          line.haveStatus(read, 200, { key: 'still-there' });
          const after = spelled(read.body, capabilities, 'User');
          const earlier = before;
          before = after;
          line.changeOnly({ sent: user.sent, before: earlier, after }, namedIn([operation]));
        },
      );
      if (carried === 0) notApplicable('no PATCH of one attribute is accepted', 'nothing-to-observe');
      const now = await given.read(bystander.user);
      const strays = differing(capabilities, 'User', bystander.read, now);
      must.equal(strays, [], { key: 'other-user', what: 'what changed of another user' });
    },
  ),
];

/** A user that has every kind of attribute: texts, a name, lists, those of an extension, roles. */
function everything({ given, capabilities }: Pick<Tools, 'given' | 'capabilities'>): Attributes {
  const text = freeTextOfExtension(capabilities, ENTERPRISE);
  const name = text?.slice(text.lastIndexOf(':') + 1);
  const roles = findAttribute(capabilities, 'User', 'roles');
  const plain = roles?.mutability === 'readWrite' && roles.multiValued && roles.subAttributes.length > 0;
  return {
    ...richPayload(capabilities, given),
    externalId: given.unique(),
    ...(name === undefined ? {} : { [ENTERPRISE]: { [name]: given.unique() } }),
    ...(plain ? { roles: [given.sample(roles)].flat() } : {}),
  };
}

/** One change of each kind, under the name of its kind; of what the endpoint keeps alone. */
function changesOf(
  { given, capabilities }: Pick<Tools, 'given' | 'capabilities'>,
  read: Attributes,
): [string, PatchOperation][] {
  const kept = (path: string | undefined): path is string =>
    path !== undefined && !unassigned(at(read, path));
  const text = freeTexts(capabilities).find(kept);
  const extension = freeTextOfExtension(capabilities, ENTERPRISE);
  const type = elements(read, 'emails')
    .map((one) => member(one, 'type'))
    .find((one) => equal(one, 'work', false));
  const disables = typeof read.active === 'boolean';
  const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value });
  return [
    ...(type === undefined
      ? []
      : [['address', replace(`emails[type eq "${type}"].value`, given.address())] as const]),
    ...(kept(extension) ? [['extension', replace(extension, given.unique())] as const] : []),
    ...(disables ? [['disable', replace('active', false)] as const] : []),
    ...(text === undefined ? [] : [['text', replace(text, given.unique())] as const]),
    ...(renames(capabilities) ? [['rename', replace('userName', given.address())] as const] : []),
    ...(disables ? [['enable', replace('active', true)] as const] : []),
  ].map(([kind, operation]) => [kind, operation]);
}
