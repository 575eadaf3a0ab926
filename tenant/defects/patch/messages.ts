import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse, succeeded } from '../kit.ts';
import { done, during, readOp, readOperations, readPath, refusal } from './kit.ts';

/** PATCH that reads its message wrongly, or answers wrongly. */
export const patchMessageDefects: Defect[] = [
  {
    id: 'patch.published-but-missing',
    says: 'PATCH is published, and a PATCH of userName is answered 501',
    breaks: ['7644:3.5/patch-offered'],
    kills: ['patch.works-where-it-is-published', 'patch.unknown-id-is-404'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'replace' && readPath(one) === 'userName')
        ? refuse(501)
        : undefined,
  },
  {
    id: 'patch.missing-is-405',
    says: 'PATCH is not offered, and answered 405',
    breaks: ['7644:3.12/patch-unsupported-501'],
    kills: ['patch.not-offered-is-501'],
    face: 'minimal',
    before: (request) =>
      isOne(request, 'PATCH') ? { ...refuse(405), headers: { allow: 'GET, PUT, DELETE' } } : undefined,
  },
  {
    id: 'patch.answers-a-part',
    says: 'PATCH answers 200 with the id alone',
    breaks: ['7644:3.5.2/patch-status'],
    kills: ['patch.answers-200-or-204'],
    after: (request, response) =>
      isOne(request, 'PATCH') && succeeded(response)
        ? { status: 200, headers: {}, body: { schemas: [SCHEMA.user], id: readId(request) } }
        : undefined,
  },
  {
    id: 'patch.ignores-attributes',
    says: 'PATCH answers with the whole resource whatever attributes it was asked for',
    breaks: ['7644:3.5.2/patch-attributes-200'],
    kills: ['patch.attributes-parameter-projects'],
    before(request) {
      if (isOne(request, 'PATCH')) request.query.delete('attributes');
    },
  },
  {
    id: 'patch.unknown-id-is-400',
    says: 'a PATCH of an unknown id is answered 400',
    breaks: ['7644:3.12/patch-404'],
    kills: ['patch.unknown-id-is-404'],
    after: (request, response) =>
      isOne(request, 'PATCH') && response.status === 404 ? refusal('invalidValue') : undefined,
  },
  {
    id: 'patch.without-operations-is-success',
    says: 'a PATCH without operations succeeds',
    breaks: ['7644:3.5.2/patch-empty-operations'],
    kills: ['patch.without-operations-is-refused'],
    before: (request) =>
      isOne(request, 'PATCH') && isObject(request.body) && request.body.Operations === undefined
        ? done()
        : undefined,
  },
  {
    id: 'patch.any-operation-replaces',
    says: 'an unknown operation is taken for replace',
    breaks: ['7644:3.5.2/patch-unknown-op'],
    kills: ['patch.unknown-operations-are-refused'],
    before(request) {
      for (const one of readOperations(request))
        if (!['add', 'remove', 'replace'].includes(readOp(one))) one.op = 'replace';
    },
  },
  {
    id: 'patch.names-by-letter',
    says: 'attribute names in paths are compared by letter',
    breaks: ['7644:3.10/patch-attr-case'],
    kills: ['patch.names-in-any-letter-case', 'entra.operations-in-capitals-work'],
    before: (request) =>
      readOperations(request).some((one) => /(^|\.)[A-Z]{4,}$/.test(readPath(one)))
        ? refusal('invalidPath')
        : undefined,
  },
  {
    id: 'patch.no-core-urn',
    says: 'a path that carries the URN of the core schema is refused',
    breaks: ['7644:3.10/patch-urn-core'],
    kills: ['patch.urn-qualified-core-path'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one).startsWith(`${SCHEMA.user}:`))
        ? refusal('invalidPath')
        : undefined,
  },
  {
    id: 'patch.extension-path-lost',
    says: 'add behind the URN of the enterprise extension succeeds and does nothing',
    breaks: ['7644:3.5.2/patch-urn-extension'],
    kills: ['patch.extension-path'],
    before: (request) =>
      readOperations(request)[0]?.op === 'add' &&
      readOperations(request).some((one) => readPath(one).startsWith(`${SCHEMA.enterprise}:`))
        ? done()
        : undefined,
  },
  {
    id: 'patch.dot-in-the-urn',
    says: 'a path with a sub-attribute behind a URN is cut at the wrong dot and refused',
    breaks: ['7644:3.10/patch-ext-subattr'],
    kills: ['patch.extension-sub-attribute-path', 'users.manager-name-cannot-be-patched'],
    before: (request) =>
      readOperations(request).some((one) => /^urn:.*:[A-Za-z]+\.[A-Za-z]+$/.test(readPath(one)))
        ? refusal('invalidPath')
        : undefined,
  },
  {
    id: 'patch.schemas-end-the-request',
    says: 'an operation on schemas succeeds and ends the request',
    breaks: ['7644:3.5.2/patch-schemas-state'],
    kills: ['patch.schemas-then-extension'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one) === 'schemas') ? done() : undefined,
  },
  {
    id: 'patch.errors-without-schema',
    says: 'the error message of a PATCH does not name its schema',
    breaks: ['7644:3.5.2/patch-error-body'],
    kills: ['patch.failure-carries-an-error-message', 'entra.unknown-member-is-refused-or-kept'],
    after(request, response) {
      if (isOne(request, 'PATCH') && response.status === 400 && isObject(response.body))
        delete response.body.schemas;
    },
  },
  {
    id: 'patch.answer-takes-the-id',
    says: 'an id inside an object without a path shows in the answer',
    breaks: ['7644:3.5.2/patch-readonly-nopath'],
    kills: ['patch.readonly-in-an-object'],
    before(request) {
      for (const { value } of readOperations(request)) {
        if (!isObject(value) || value.id === undefined) continue;
        request.headers['x-id'] = String(value.id);
        delete value.id;
      }
    },
    after(request, response) {
      const id = request.headers['x-id'];
      if (id !== undefined && isObject(response.body)) response.body.id = id;
    },
  },
  {
    id: 'patch.immutable-from-the-start',
    says: 'add of an immutable attribute without a value is refused',
    breaks: ['7644:3.5.2/patch-immutable-add'],
    kills: ['patch.immutable-can-be-added-once', 'attributes.immutable-values-can-be-set-late'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'add' && readPath(one).endsWith(':origin'))
        ? refusal('mutability')
        : undefined,
  },
  {
    id: 'patch.takes-wrong-types',
    says: 'PATCH keeps values that are not of the type of their attribute',
    breaks: ['7644:3.5.2/patch-wrong-type'],
    kills: ['patch.wrong-types-are-refused'],
    ...during((request) => isOne(request, 'PATCH'), { checksTypes: () => false }),
  },
  {
    id: 'patch.takes-a-taken-name',
    says: 'PATCH gives a user the userName of another',
    breaks: ['7644:3.12/patch-uniqueness'],
    kills: [
      'patch.taken-user-name-is-refused',
      'patch.never-doubles-a-user-name',
      'practice.simultaneous-renames-to-one-name',
    ],
    ...during((request) => isOne(request, 'PATCH'), { unique: () => false }),
  },
  {
    id: 'patch.passes-over-unknown-attributes',
    says: 'a path to an unknown attribute is passed over with success',
    breaks: ['7644:3.12/patch-unknown-attr'],
    kills: ['patch.unknown-attributes-are-refused'],
    after: (request, response) =>
      isOne(request, 'PATCH') &&
      isObject(response.body) &&
      /is not an attribute/.test(String(response.body.detail))
        ? done()
        : undefined,
  },
  {
    id: 'patch.passes-over-bad-filters',
    says: 'a value filter that cannot be read is passed over with success',
    breaks: ['7644:3.12/patch-invalid-filter'],
    kills: ['patch.unreadable-filter-is-refused'],
    after: (request, response) =>
      isOne(request, 'PATCH') && isObject(response.body) && response.body.scimType === 'invalidFilter'
        ? done()
        : undefined,
  },
  {
    id: 'patch.add-without-value-is-success',
    says: 'add without a value succeeds and does nothing',
    breaks: ['7644:3.5.2.1/add-needs-value'],
    kills: ['patch.add-without-value-is-refused'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'add' && one.value === undefined)
        ? done()
        : undefined,
  },
  {
    id: 'patch.remove-without-path-is-success',
    says: 'remove without a path succeeds and does nothing',
    breaks: ['7644:3.5.2.2/remove-nopath'],
    kills: ['patch.remove-without-path-is-refused'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'remove' && one.path === undefined)
        ? done()
        : undefined,
  },
  {
    id: 'patch.one-media-type',
    says: 'a PATCH of application/json is answered 415',
    breaks: ['7644:3.8/patch-content-type'],
    kills: ['patch.takes-both-media-types'],
    before: (request) =>
      isOne(request, 'PATCH') && request.headers['content-type'] === 'application/json'
        ? refuse(415)
        : undefined,
  },
  {
    id: 'patch.password-in-the-answer',
    says: 'the answer to a PATCH of password repeats it',
    breaks: ['7644:3.5.2/patch-password'],
    kills: ['patch.password-is-never-shown'],
    after(request, response) {
      const operation = readOperations(request).find((one) => readPath(one) === 'password');
      if (operation)
        return {
          status: 200,
          headers: {},
          body: { ...(response.body as object), password: operation.value },
        };
    },
  },
];
