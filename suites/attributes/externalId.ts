import { blueprint, type Drawing } from '../../kit/check/blueprint.ts';
import { check } from '../../kit/check/check.ts';
import { type Fixture, fixture } from '../../kit/check/given.ts';
import { describe } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { type Attributes, member, show, unassigned } from '../../schemas/attributes.ts';
import { type Kind, listKinds, replacement } from '../fixtures/kinds.ts';
import { rewritten } from '../fixtures/users/rewritten.ts';
import { plain } from '../fixtures/users/users.ts';

const NEEDS = ['users-or-groups'];
const NOT_KEPT = 'externalId is accepted but not kept: clients cannot use it to find what they created';

export const externalId = [
  check(
    'attributes.external-id-is-kept',
    ['7643:3.1/externalid-roundtrip'],
    'externalId is returned character for character and can be changed',
    { needs: NEEDS },
    async ({ scim, given, must, remark, observe, capabilities, profile }) => {
      await must.each(listKinds({ capabilities, profile }), String, async (kind, line) => {
        const { resource, externalId: first, read } = await given.the(named(kind));
        const stored = member(read, 'externalId');
        observe(`${kind}.externalId`, unassigned(stored) ? 'not kept' : 'kept');
        // It is optional, published or not (RFC 7643 section 3.1), and what a create brings may be ignored (RFC 7644 section 3.3).
        if (unassigned(stored)) return remark('note', kind, NOT_KEPT);
        line.equal(stored, first, { key: 'externalId', what: 'externalId' });
        const second = `ChanGed-${given.unique()}`;
        const answer = await scim.put(
          resource.path,
          replacement(capabilities, resource, read, { externalId: second }),
        );
        line.hold(answer.ok, { key: 'change', expected: 'a replacement', observed: describe(answer) });
        line.equal(member(await given.read(resource), 'externalId'), second, {
          key: 'changed',
          what: 'externalId after a PUT of another one',
        });
      });
    },
  ),
  check(
    'attributes.external-id-is-not-invented',
    ['7643:3.1/externalid-not-invented'],
    'a resource created without externalId has none',
    { needs: NEEDS },
    async ({ given, must, observe, capabilities, profile }) => {
      await must.each(listKinds({ capabilities, profile }), String, async (kind, line) => {
        const { user: resource, read } = await given.the(plain(kind));
        // The settings may have given it one.
        if (!unassigned(resource.sent.externalId)) return observe(`${kind}.externalId`, 'of the settings');
        line.hold(unassigned(member(read, 'externalId')), {
          key: 'externalId',
          expected: 'no externalId',
          observed: show(member(read, 'externalId')),
        });
      });
    },
  ),
  check(
    'attributes.external-id-twice',
    ['7643:3.1/externalid-not-unique'],
    'whether two resources may share an externalId',
    { needs: ['users'] },
    async ({ scim, given, observe }) => {
      const { externalId: external } = (await given.the(rewritten)).body;
      const answer = await scim.post(given.users, given.payload('User', { externalId: external }));

      observe('externalId.twice', answer.ok ? 'taken' : `refused with ${answer.status}`);
    },
  ),
];

const mixedCase = ({ given }: Drawing) => ({ externalId: `MiXed-${given.unique()}` });
const MIXED_CASE = {
  User: blueprint('User', 'User with an externalId', mixedCase),
  Group: blueprint('Group', 'Group with an externalId', mixedCase),
};

/** A resource with an externalId that only one letter case fits, and how it read before anybody changed it. */
export function named(kind: Kind): Fixture<{ resource: Owned; externalId: string; read: Attributes }> {
  return fixture(
    `attributes.externalId.${kind}`,
    async ({ given }): Promise<{ resource: Owned; externalId: string; read: Attributes }> => {
      const resource = await given.made(MIXED_CASE[kind]);
      const externalId = String(resource.sent.externalId);
      return { resource, externalId, read: await given.read(resource) };
    },
  );
}
