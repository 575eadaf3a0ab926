import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, succeeded } from '../kit.ts';

/** What goes wrong when resources are created. */
export const creatingDefects: Defect[] = [
  {
    id: 'create.answers-200',
    says: 'a create is answered 200',
    breaks: ['7644:3.3/create-201'],
    kills: [
      'users.create-answers-201',
      'entra.user-is-created-as-entra-sends-it',
      'entra.initial-cycle-converges',
    ],
    after(request, response) {
      if (isCreate(request) && response.status === 201) response.status = 200;
    },
  },
  {
    id: 'create.without-location',
    says: 'a create has no Location header',
    breaks: ['7644:3.3/create-location', 'entra:Q31'],
    kills: ['users.create-names-location', 'entra.create-names-its-address'],
    after(request, response) {
      if (isCreate(request)) delete response.headers.location;
    },
  },
  {
    id: 'create.location-on-other-host',
    says: 'Location names an internal host',
    breaks: ['smartfile:S02'],
    kills: ['smartfile.addresses-are-reachable'],
    after(request, response) {
      const { location } = response.headers;
      if (isCreate(request) && location)
        response.headers.location = location.replace(/127\.0\.0\.1/, 'internal.test');
    },
  },
  {
    id: 'create.without-body',
    says: 'a create answers without the representation',
    breaks: ['7644:3.3/create-body'],
    kills: ['users.create-returns-the-user'],
    after: (request, { status, headers }) =>
      isCreate(request) && status === 201 ? { status, headers } : undefined,
  },
  {
    id: 'create.takes-client-id',
    says: 'the id of the client is taken over',
    breaks: ['7643:3.1/id-client-supplied', '7644:3.3/create-ignores-readonly'],
    kills: [
      'users.create-ignores-read-only',
      'attributes.id-is-the-endpoints-own',
      'entra.values-of-the-server-are-ignored',
    ],
    semantics: {
      newId: (type, body, tenancy) =>
        typeof body.id === 'string' ? body.id : strict.newId(type, body, tenancy),
    },
  },
  {
    id: 'create.refuses-read-only',
    says: 'a body with readOnly attributes is refused',
    breaks: ['7644:3.3/create-ignores-readonly', 'entra:Q36'],
    kills: ['users.create-ignores-read-only', 'entra.values-of-the-server-are-ignored'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && (request.body.id ?? request.body.groups) !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'create.twice-the-same-name',
    says: 'two accounts may have one userName',
    breaks: [
      '7643:4.1.1/username-unique',
      '7644:3.3/conflict-409',
      '7644:3.12/put-uniqueness',
      '7643:4.1.1/username-unique-ci',
      'practice:P30',
      '7644:3.12/patch-uniqueness',
    ],
    kills: [
      'users.taken-user-name-is-refused',
      'users.user-name-is-unique',
      'users.user-name-is-unique-in-any-case',
      'users.replace-with-taken-user-name',
      'practice.repeated-create-is-409',
      'users.replace-never-doubles-a-user-name',
      'patch.never-doubles-a-user-name',
      'patch.taken-user-name-is-refused',
    ],
    semantics: { unique: () => false },
  },
  {
    id: 'create.conflict-is-400',
    says: 'a taken name is answered 400',
    breaks: ['7644:3.3/conflict-409'],
    kills: [
      'users.taken-user-name-is-refused',
      'entra.second-group-of-a-name-is-refused',
      'practice.one-of-simultaneous-creates-wins',
      'practice.repeated-create-is-409',
    ],
    after: (request, response) => (isCreate(request) && response.status === 409 ? refuse(400) : undefined),
  },
  {
    id: 'create.conflict-is-500',
    says: 'a taken name breaks the server',
    breaks: ['7644:3.3/conflict-409', '7644:3.12/no-5xx'],
    kills: [
      'users.taken-user-name-is-refused',
      'users.user-name-is-unique-in-any-case',
      'traffic.no-internal-error',
    ],
    after: (request, response) => (isCreate(request) && response.status === 409 ? refuse(500) : undefined),
  },
  {
    id: 'create.conflict-returns-the-other',
    says: 'a create of a taken name answers 201 with the account that has it',
    breaks: ['7644:3.3/conflict-409', 'practice:P18'],
    kills: [
      'users.taken-user-name-is-refused',
      'practice.create-answers-with-its-own-account',
      'protocol.user-names-compare-normalised',
    ],
    before(request, tenancy) {
      if (!isCreate(request) || !isObject(request.body)) return undefined;
      const { userName } = request.body;
      const found =
        typeof userName === 'string' ? tenancy.store.lookup('User', 'userName', userName)[0] : undefined;
      if (!found) return undefined;
      request.method = 'GET';
      request.path = `/Users/${found.id}`;
    },
    after(request, response, { url }) {
      if (request.method === 'GET' && isObject(request.body) && succeeded(response)) {
        response.status = 201;
        response.headers.location = `${url}${request.path}`;
      }
    },
  },
  {
    id: 'create.user-name-optional',
    says: 'an account without userName is created',
    breaks: ['7643:4.1.1/username-required', '7643:7/required-enforced', '7644:3.5.1/put-missing-required'],
    kills: [
      'users.create-needs-user-name',
      'users.replace-needs-user-name',
      'attributes.required-values-are-required',
    ],
    semantics: { requires: (attribute) => attribute.required && attribute.name !== 'userName' },
  },
  {
    id: 'create.group-name-optional',
    says: 'a group without displayName is created',
    breaks: ['7643:4.2/displayname-required', '7643:7/required-enforced'],
    kills: ['attributes.required-values-are-required', 'groups.name-is-required'],
    semantics: { requires: (attribute) => attribute.required && attribute.name !== 'displayName' },
  },
  {
    id: 'create.keeps-wrong-types',
    says: 'values of the wrong type are kept',
    breaks: ['7644:3.12/create-wrong-type', '7643:2.3.2/boolean', '7643:2.4/array-shape'],
    kills: [
      'users.create-refuses-wrong-types',
      'traffic.booleans-are-json-booleans',
      'traffic.arrays-are-as-published',
    ],
    semantics: { checksTypes: () => false },
  },
  {
    id: 'create.keeps-unknown',
    says: 'attributes outside of the schema are kept',
    breaks: ['7643:3/undeclared-attributes'],
    kills: ['traffic.attributes-are-published'],
    company: true,
    semantics: { keepsUnknown: true },
  },
  {
    id: 'create.damages-unicode',
    says: 'letters outside of ASCII become question marks',
    breaks: ['7644:3.8/create-utf8', 'practice:P23'],
    kills: ['users.text-outside-ascii-is-kept', 'practice.unicode-survives'],
    semantics: {
      keep: (value) => (typeof value === 'string' ? value.replace(/[^\p{ASCII}]/gu, '?') : value),
    },
  },
  {
    id: 'create.truncates',
    says: 'strings are cut after 40 characters',
    breaks: ['entra:R12', 'practice:P22', 'entra:Q38', 'smartfile:S23'],
    kills: [
      'users.long-values-are-kept-or-refused',
      'entra.long-names-are-whole',
      'entra.values-are-stored-as-sent',
      'smartfile.user-name-is-kept-byte-for-byte',
      'users.text-outside-ascii-is-kept',
      'smartfile.work-address-is-kept-as-sent',
      'practice.unicode-survives',
    ],
    semantics: { keep: (value) => (typeof value === 'string' ? value.slice(0, 40) : value) },
  },
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
    says: 'the tenant makes up an externalId',
    breaks: ['7643:3.1/externalid-not-invented'],
    kills: ['attributes.external-id-is-not-invented'],
    semantics: { represent: (full, { id }) => ({ externalId: `made-${id}`, ...full }) },
  },
  {
    id: 'create.two-primaries',
    says: 'a list keeps several primary values',
    breaks: ['7643:2.4/primary-once', '7644:3.5.2/patch-primary-flip'],
    kills: ['traffic.one-primary-at-most', 'attributes.new-primary-lowers-the-old'],
    semantics: { refusesPrimaries: false, settlePrimary: (_before, after) => after },
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
