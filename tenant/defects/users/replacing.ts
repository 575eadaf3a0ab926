import { ScimProblem } from '../../model.ts';
import { create } from '../../resources/lifecycle.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';

/** What goes wrong when resources are replaced. */
export const replacingDefects: Defect[] = [
  {
    id: 'replace.creates',
    says: 'PUT to an unknown id creates an account',
    breaks: ['7644:3.5.1/put-no-create', 'practice:P19'],
    kills: ['users.replace-creates-nothing', 'practice.writes-to-unknown-ids-make-nothing'],
    before(request, tenancy) {
      if (!isOne(request, 'PUT') || tenancy.store.find(readId(request))) return undefined;
      const type = tenancy.types.find(({ endpoint }) => request.path.startsWith(endpoint));
      if (!type) return undefined;
      try {
        create(tenancy, type, request.body, readId(request));
      } catch (thrown) {
        if (!(thrown instanceof ScimProblem)) throw thrown;
      }
    },
  },
  {
    id: 'replace.merges',
    says: 'PUT keeps what its body does not have',
    breaks: ['7644:3.5.1/put-omitted'],
    kills: ['users.replace-drops-what-it-omits'],
    semantics: { omitted: (_attribute, stored) => stored },
  },
  {
    id: 'replace.changes-nothing',
    says: 'PUT answers 200 and changes nothing',
    breaks: ['7644:3.5.1/put-replaces', '7643:3.1/lastmodified-advances', 'practice:P10'],
    kills: [
      'users.first-replace-is-stored',
      'users.replace-changes-values',
      'attributes.last-modified-advances',
      'practice.reads-show-the-last-write',
      'attributes.writable-values-change',
      'users.replace-reads-names-in-any-case',
      'users.replace-sets-immutable-once',
    ],
    before(request) {
      if (isOne(request, 'PUT')) request.method = 'GET';
    },
  },
  {
    id: 'replace.answers-204',
    says: 'PUT answers 204',
    breaks: ['7644:3.5.1/put-200-body'],
    kills: ['users.replace-answers-200'],
    after: (request, response) =>
      isOne(request, 'PUT') && response.status === 200
        ? { status: 204, headers: response.headers }
        : undefined,
  },
  {
    id: 'replace.not-offered',
    says: 'PUT is answered 501',
    breaks: ['7644:3.5/put-supported'],
    kills: ['users.replace-is-offered', 'users.password-can-be-changed'],
    before: (request) => (isOne(request, 'PUT') ? refuse(501) : undefined),
  },
  {
    id: 'replace.changes-immutable',
    says: 'immutable attributes can be changed',
    breaks: [
      '7643:7/immutable-not-updated',
      '7644:3.5.1/put-immutable-mismatch',
      '7644:3.5.2/patch-immutable-replace',
    ],
    kills: ['users.replace-keeps-immutable', 'attributes.immutable-values-stay', 'patch.immutable-stays'],
    semantics: { changesImmutable: () => true },
  },
  {
    id: 'write.takes-read-only',
    says: 'POST and PUT write readOnly attributes',
    breaks: ['7644:3.5.1/put-readonly-ignored', '7643:4.1.2/groups-readonly'],
    kills: [
      'users.create-ignores-read-only',
      'users.groups-cannot-be-written',
      'users.replace-ignores-read-only',
    ],
    semantics: { takesReadOnly: () => true },
  },
];
