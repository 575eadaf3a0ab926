import { check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { freeTextOfExtension, freeTexts, isAnyText } from '../../kit/compose/choose.ts';
import {
  type Attributes,
  at,
  ENTERPRISE,
  elements,
  equal,
  member,
  readValues,
  unassigned,
} from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { spelled } from '../../schemas/spelling.ts';
import { differing } from '../fixtures/kinds.ts';
import { renames } from '../fixtures/naming.ts';
import type { Tools } from '../fixtures/patches/specimen.ts';
import { fullOne, lentFull } from '../fixtures/users/full.ts';
import { richUser } from '../fixtures/users/users.ts';

/** What a PATCH does not name (RFC 7644 section 3.5.2). */
export const others = [
  check(
    'patch.changes-only-what-it-names',
    ['7644:3.5.2/patch-names-its-targets'],
    'a PATCH of one attribute changes no other attribute and no other user',
    { needs: ['users'] },
    async ({ must, notApplicable, ...tools }) => {
      const { scim, given, capabilities } = tools;
      const bystander = await given.the(richUser);
      const { user, sent, group, fillings } = await given.the(fullOne);
      for (const { operations, before, after } of fillings)
        must.changeOnly({ sent: user.sent, before, after }, operations, { key: 'filled/others-stay' });
      const lent = await given.borrow(lentFull);
      // As plain reads show it, before and after: what is returned on request is in neither.
      let before = (given.isPlain(user) && lent?.before) || (await given.readPlainly(user));
      let carried = 0;
      const readMembers = async () =>
        group === undefined ? [] : readValues(await given.read(group), 'members');
      let joined = await readMembers();
      // Whether its members were read after the last change.
      let looked = false;
      const claimMembers = (line: Must, members: string[], key = 'membership') =>
        line.equal(members, joined, { key, what: 'the members of its group' });

      await must.each(
        composeChanges(tools, before, bystander.user.id),
        ([kind]) => kind,
        async ([kind, operation], line) => {
          const switches = kind === 'disable' || kind === 'enable';
          if (switches) claimMembers(must, await readMembers(), 'earlier/membership');
          const answer = await scim.patch(user.path, [operation]);
          // Whether the change is made is the claim of other checks.
          if (!answer.ok) return;
          carried += 1;
          const read = await scim.get(user.path);
          line.haveStatus(read, 200, { key: 'still-there' });
          const after = spelled(read.body, capabilities, 'User');
          const earlier = before;
          before = after;
          if (given.isPlain(user)) scim.remember(user.path, after);
          line.changeOnly({ sent, before: earlier, after }, [operation]);
          // What becomes of the memberships of an inactive user is left to the endpoint (RFC 7643 section 4.1.1).
          looked = switches;
          if (switches) joined = await readMembers();
        },
      );
      if (carried === 0) notApplicable('no PATCH of one attribute is accepted', 'nothing-to-observe');
      const now = await given.read(bystander.user);
      // Other checks send changes, too: what the create was answered with is what it was before any of them.
      const { created } = bystander.user;
      const first = Object.keys(created).length > 0 ? created : bystander.read;
      const strays = differing(capabilities, 'User', first, now);
      must.equal(strays, [], { key: 'other-user', what: 'what changed in another user' });
      if (!looked) claimMembers(must, await readMembers());
    },
  ),
];

const MANAGER = `${ENTERPRISE}:manager`;

/** One change of each kind, under the name of its kind; of what the endpoint keeps alone. */
function composeChanges(
  { given, capabilities }: Pick<Tools, 'given' | 'capabilities'>,
  read: Attributes,
  manager: string,
): [string, PatchOperation][] {
  const kept = (path: string | undefined): path is string =>
    path !== undefined && !unassigned(at(read, path));
  const [text, second] = freeTexts(capabilities).filter(kept);
  const extension = freeTextOfExtension(capabilities, ENTERPRISE);
  const findWork = (list: string) =>
    elements(read, list).some((one) => equal(member(one, 'type'), 'work', false)) &&
    findAttribute(capabilities, 'User', `${list}.type`)?.mutability === 'readWrite';
  // The last entry, each of a type of its own: a product that goes by the list, or by its first entry, changes another one.
  const findLast = (list: string): string | undefined => {
    const entries = elements(read, list);
    const types = entries.map((one) => String(member(one, 'type') ?? '').toLowerCase());
    const isWritten = findAttribute(capabilities, 'User', `${list}.type`)?.mutability === 'readWrite';
    const told = types.length > 1 && new Set(types).size === types.length && !types.includes('');
    const type = member(entries.at(-1), 'type');
    return told && isWritten && typeof type === 'string' ? type : undefined;
  };
  const [mail, phone] = [findLast('emails'), findLast('phoneNumbers')];
  const part = (path: string): boolean => {
    const published = findAttribute(capabilities, 'User', path);
    return published !== undefined && isAnyText(published);
  };
  const disables = typeof read.active === 'boolean';
  const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value });
  return [
    ...(findWork('emails')
      ? [['address', replace('emails[type eq "work"].value', given.address())] as const]
      : []),
    ...(findWork('phoneNumbers')
      ? [['phone', replace('phoneNumbers[type eq "work"].value', 'tel:+1-201-555-0144')] as const]
      : []),
    ...(mail === undefined
      ? []
      : [['other-address', replace(`emails[type eq "${mail}"].value`, given.address())] as const]),
    ...(phone === undefined
      ? []
      : [['other-phone', replace(`phoneNumbers[type eq "${phone}"].value`, 'tel:+1-201-555-0177')] as const]),
    ...(findWork('addresses') && part('addresses.locality')
      ? [['postal', replace('addresses[type eq "work"].locality', given.unique())] as const]
      : []),
    ...(kept('name.familyName') && part('name.familyName')
      ? [['name', replace('name.familyName', given.unique())] as const]
      : []),
    ...(kept('externalId') ? [['externalId', replace('externalId', given.unique())] as const] : []),
    ...(kept(second) ? [['no-path', { op: 'replace', value: { [second]: given.unique() } }] as const] : []),
    ...(kept(MANAGER) ? [['manager', replace(MANAGER, { value: manager })] as const] : []),
    ...(kept(extension) ? [['extension', replace(extension, given.unique())] as const] : []),
    ...(disables ? [['disable', replace('active', false)] as const] : []),
    ...(text === undefined ? [] : [['text', replace(text, given.unique())] as const]),
    ...(renames(capabilities) ? [['rename', replace('userName', given.address())] as const] : []),
    ...(kept(second) ? [['clearing', { op: 'remove', path: second }] as const] : []),
    ...(disables ? [['enable', replace('active', true)] as const] : []),
  ].map(([kind, operation]) => [kind, operation]);
}
