import { isObject, SCHEMA } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';

const asJson = (body: unknown): string => JSON.stringify(body) ?? '';

/** What goes wrong with the characteristics of attributes, by the file of their checks. */
export const attributeDefects: Defect[] = [
  // externalId.ts
  {
    id: 'create.lowers-external-id',
    says: 'externalId is stored in lower case',
    breaks: ['7643:3.1/externalid-roundtrip', '7643:7/caseexact-preserved', 'entra:R12', 'entra:Q45'],
    kills: [
      'attributes.external-id-is-kept',
      'attributes.case-is-kept-where-it-counts',
      'entra.external-id-is-kept-and-found',
      'entra.values-are-stored-as-sent',
    ],
    semantics: {
      keep: (value, { name }) => (name === 'externalId' ? String(value).toLowerCase() : value),
    },
  },
  {
    id: 'create.invents-external-id',
    says: 'the tenant invents an externalId',
    breaks: ['7643:3.1/externalid-not-invented'],
    kills: ['attributes.external-id-is-not-invented'],
    semantics: { represent: (full, { id }) => ({ externalId: `made-${id}`, ...full }) },
  },
  {
    id: 'attributes.external-id-is-the-user-name',
    says: 'an account without externalId is given its userName as externalId',
    breaks: ['7643:3.1/externalid-not-invented'],
    kills: ['attributes.external-id-is-not-invented'],
    semantics: {
      complete: (type, data) => (type === 'User' ? { externalId: data.userName, ...data } : data),
    },
  },
  // returned.ts
  {
    id: 'characteristic.nick-name-not-returned',
    says: 'a read of one account lacks nickName',
    breaks: ['7643:7/returned-default'],
    kills: ['attributes.returned-by-default'],
    after(request, { body }) {
      if (isOne(request, 'GET') && !request.query.has('attributes') && isObject(body)) delete body.nickName;
    },
  },
  {
    id: 'characteristic.anchor-excludable',
    says: 'an attribute that is always returned can be excluded',
    breaks: ['7643:7/returned-always'],
    kills: ['attributes.returned-always'],
    semantics: {
      shows: (attribute, key, projection) =>
        attribute.name === 'anchor' && projection.excluded?.has(key.toLowerCase()) === true
          ? false
          : strict.shows(attribute, key, projection),
    },
  },
  // writable.ts
  {
    id: 'characteristic.title-cannot-change',
    says: 'PUT leaves title as it is, which is published as readWrite',
    breaks: ['7644:3.5.1/put-replaces'],
    kills: ['attributes.writable-values-change'],
    before(request, { store }) {
      const stored = isOne(request, 'PUT') ? store.find(readId(request))?.data : undefined;
      if (isObject(request.body) && stored?.title !== undefined) request.body.title = stored.title;
    },
  },
  {
    id: 'characteristic.integers-as-text',
    says: 'integers come back as strings',
    breaks: ['7643:2.3.4/integer'],
    kills: ['attributes.integers-are-integers'],
    semantics: { keep: (value, { type }) => (type === 'integer' ? String(value) : value) },
  },
  // readOnly.ts
  {
    id: 'characteristic.read-only-patched',
    says: 'PATCH writes readOnly attributes',
    breaks: ['7643:7/readonly-not-modified'],
    kills: ['attributes.read-only-values-stay'],
    semantics: {
      writesReadOnly: () => true,
      represent: (full, { data }) => ({
        ...full,
        ...(Array.isArray(data.groups) ? { groups: data.groups } : {}),
      }),
    },
  },
  {
    id: 'characteristic.read-only-replaced',
    says: 'PUT writes what the tenant assigns itself',
    breaks: ['7643:7/readonly-not-modified'],
    kills: ['attributes.read-only-values-stay'],
    semantics: {
      takesReadOnly: (attribute) => attribute.name === 'serial',
      represent(full, { data }) {
        const [stored, shown] = [data[SCHEMA.test], full[SCHEMA.test]];
        if (!isObject(stored) || !isObject(shown) || stored.serial === undefined) return full;
        return { ...full, [SCHEMA.test]: { ...shown, serial: stored.serial } };
      },
    },
  },
  // immutable.ts
  {
    id: 'characteristic.immutable-from-birth',
    says: 'an immutable attribute accepts a value only in a create',
    breaks: ['7643:7/immutable-set-late'],
    kills: ['attributes.immutable-values-can-be-set-late'],
    before: (request) =>
      isOne(request, 'PATCH') && /"add"/i.test(asJson(request.body)) && /:origin"/.test(asJson(request.body))
        ? refuse(400)
        : undefined,
  },
  // published.ts
  {
    id: 'characteristic.badge-not-unique',
    says: 'an attribute is published as unique but is not',
    breaks: ['7643:7/uniqueness-enforced'],
    kills: ['attributes.unique-values-are-refused-twice'],
    semantics: { unique: (attribute) => attribute.name !== 'badge' && strict.unique(attribute) },
  },
  {
    id: 'attributes.passport-in-capitals',
    says: 'a unique attribute in which case matters is stored in capitals',
    breaks: ['7643:7/caseexact-preserved'],
    kills: ['attributes.case-is-kept-where-it-counts'],
    semantics: {
      keep: (value, { name }) => (name === 'passport' ? String(value).toUpperCase() : value),
    },
  },
  {
    id: 'create.group-name-optional',
    says: 'a group without displayName is created',
    breaks: ['7643:4.2/displayname-required', '7643:7/required-enforced'],
    kills: ['attributes.required-values-are-required', 'groups.name-is-required'],
    semantics: { requires: (attribute) => attribute.required && attribute.name !== 'displayName' },
  },
  // references.ts
  {
    id: 'characteristic.references-lead-nowhere',
    says: '$ref of a member has a wrong identifier',
    breaks: ['7643:2.3.7/reference-dereference'],
    kills: ['attributes.references-lead-to-resources'],
    semantics: {
      represent(full) {
        const { members } = full;
        if (!Array.isArray(members)) return full;
        return {
          ...full,
          members: members.map((element) => ({
            ...element,
            ...(element.$ref ? { $ref: `${element.$ref}0` } : {}),
          })),
        };
      },
    },
  },
  {
    id: 'characteristic.binary-in-hex',
    says: 'binary values come back in another encoding',
    breaks: ['7643:2.3.6/binary-base64'],
    kills: ['attributes.binary-values-keep-their-bytes'],
    semantics: {
      keep: (value, { type }) =>
        type === 'binary' ? Buffer.from(String(value), 'base64').toString('hex') : value,
    },
  },
  // lists.ts
  {
    id: 'characteristic.primary-unless-denied',
    says: 'a value that does not state whether it is primary is found as primary',
    breaks: ['7643:2.4/primary-default-false'],
    kills: ['attributes.primary-is-false-unless-said'],
    semantics: {
      unassigned: (operator, wanted) =>
        (operator === 'eq' && wanted === true) || strict.unassigned(operator, wanted),
    },
  },
  {
    id: 'create.same-value-twice',
    says: 'a value given twice is stored twice',
    breaks: ['7643:2.4/type-value-dup', '7644:3.5.2.1/add-duplicate-noop'],
    kills: [
      'attributes.same-value-is-kept-once',
      'patch.add-of-the-same-changes-nothing',
      'smartfile.missing-members-are-completed',
    ],
    semantics: { sameElement: () => false },
  },
];
