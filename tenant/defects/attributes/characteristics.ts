import { isObject, SCHEMA } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, readId, refuse } from '../kit.ts';

/** Attributes that do not behave as they are published, or as RFC 7643 fixes them for every resource. */
export const characteristicDefects: Defect[] = [
  {
    id: 'characteristic.id-changes',
    says: 'a changed resource shows another id',
    breaks: ['7643:3.1/id-stable'],
    kills: [
      'attributes.id-stays',
      'users.replace-keeps-the-id',
      'matching.renamed-user-is-found-by-new-name',
      'matching.changed-external-id-is-found',
      'matching.changed-work-address-is-found',
      'matching.renamed-group-is-found-by-new-name',
      'smartfile.disabled-user-comes-back',
    ],
    semantics: {
      represent: (full, { revision }) => (revision > 1 ? { ...full, id: `${full.id}-${revision}` } : full),
    },
  },
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
  {
    id: 'characteristic.immutable-from-birth',
    says: 'an immutable attribute takes a value only in a create',
    breaks: ['7643:7/immutable-set-late'],
    kills: ['attributes.immutable-values-can-be-set-late'],
    before: (request) =>
      isOne(request, 'PATCH') && /"add"/i.test(asJson(request.body)) && /:origin"/.test(asJson(request.body))
        ? refuse(400)
        : undefined,
  },
  {
    id: 'characteristic.badge-not-unique',
    says: 'an attribute is published as unique and is not',
    breaks: ['7643:7/uniqueness-enforced'],
    kills: ['attributes.unique-values-are-refused-twice'],
    semantics: { unique: (attribute) => attribute.name !== 'badge' && strict.unique(attribute) },
  },
  {
    id: 'characteristic.names-in-one-case',
    says: 'attribute names count only in their own letter case',
    breaks: ['7643:2.1/attr-names-case-insensitive'],
    kills: ['attributes.names-in-any-case'],
    before: (request) =>
      isCreate(request) &&
      request.path === '/Users' &&
      isObject(request.body) &&
      !('userName' in request.body)
        ? refuse(400)
        : undefined,
  },
  {
    id: 'characteristic.schemas-must-come-first',
    says: 'a body whose first member is not schemas is refused',
    breaks: ['7643:2.3.8/order-insensitive'],
    kills: ['attributes.order-of-members-means-nothing', 'entra.body-order-does-not-matter'],
    before: (request) =>
      (isCreate(request) || isOne(request, 'PATCH')) &&
      isObject(request.body) &&
      Object.keys(request.body).indexOf('schemas') > 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'characteristic.null-keeps-the-value',
    says: 'PUT with null leaves an attribute as it was',
    breaks: ['7643:2.5/null-is-unassigned'],
    kills: ['attributes.null-is-no-value', 'users.replace-with-null-clears'],
    before(request, { store }) {
      const stored = isOne(request, 'PUT') ? store.find(readId(request))?.data : undefined;
      if (!stored || !isObject(request.body)) return undefined;
      for (const [name, value] of Object.entries(request.body))
        if (value === null && stored[name] !== undefined) request.body[name] = stored[name];
    },
  },
  {
    id: 'characteristic.core-schema-must-come-first',
    says: 'extensions are lost where the core schema is not the first in schemas',
    breaks: ['7643:3/schemas-order-irrelevant'],
    kills: ['attributes.order-of-schemas-means-nothing'],
    before({ body }) {
      if (!isObject(body) || !Array.isArray(body.schemas) || !/:extension:/.test(String(body.schemas[0])))
        return undefined;
      for (const uri of body.schemas.map(String)) if (/:extension:/.test(uri)) delete body[uri];
    },
  },
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
  {
    id: 'characteristic.primary-unless-denied',
    says: 'a value that does not say whether it is primary is found as primary',
    breaks: ['7643:2.4/primary-default-false'],
    kills: ['attributes.primary-is-false-unless-said'],
    semantics: {
      unassigned: (operator, wanted) =>
        (operator === 'eq' && wanted === true) || strict.unassigned(operator, wanted),
    },
  },
  {
    id: 'create.group-name-optional',
    says: 'a group without displayName is created',
    breaks: ['7643:4.2/displayname-required', '7643:7/required-enforced'],
    kills: ['attributes.required-values-are-required', 'groups.name-is-required'],
    semantics: { requires: (attribute) => attribute.required && attribute.name !== 'displayName' },
  },
  {
    id: 'create.same-value-twice',
    says: 'a value that is given twice is kept twice',
    breaks: ['7643:2.4/type-value-dup', '7644:3.5.2.1/add-duplicate-noop'],
    kills: [
      'attributes.same-value-is-kept-once',
      'patch.add-of-the-same-changes-nothing',
      'smartfile.missing-members-are-completed',
    ],
    semantics: { sameElement: () => false },
  },
];

const asJson = (body: unknown): string => JSON.stringify(body) ?? '';
