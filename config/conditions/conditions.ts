import { ENTERPRISE, GROUP, USER } from '../../schemas/attributes.ts';
import type { Feature } from '../../schemas/capabilities.ts';
import { anyOf, type Condition, decide, type Holds, met, sameName } from './condition.ts';
import { attributePublished, extension, offers, pagination, someAttribute, supports } from './discovered.ts';
import { mapped, matching, provisions, softDelete, target } from './given.ts';

const features: [Feature, string][] = [
  ['patch', 'PATCH is'],
  ['bulk', 'bulk requests are'],
  ['filter', 'filters are'],
  ['changePassword', 'changing passwords is'],
  ['sort', 'sorting is'],
  ['etag', 'ETags are'],
];
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const users = offers(USER, 'User');
const groups = offers(GROUP, 'Group');
const unique = someAttribute(
  ({ uniqueness }) => uniqueness !== 'none',
  'has a uniqueness of server or global',
);
const indexPaged: Holds = ({ pagination: published }) =>
  decide(
    published?.index !== false,
    'declared',
    `the endpoint ${published?.index === false ? 'rules' : 'does not rule'} index pagination out`,
  );
const bearer: Holds = ({ authenticationSchemes: schemes }) =>
  schemes.length === 0
    ? met('target', 'the run authenticates with a bearer token')
    : decide(
        schemes.some((type) => /^oauth(2|bearertoken)$/i.test(type)),
        'declared',
        `the endpoint lists the authentication schemes ${schemes.join(', ')}`,
      );

const condition = (name: string, words: string, holds: Holds): Condition => ({ name, words, holds });

/** Every condition without a parameter. `patch`, `no-patch` and so on read the endpoint's ServiceProviderConfig. */
const plain: Condition[] = [
  ...features.map(([name, what]) => condition(kebab(name), `${what} supported`, supports(name, true))),
  ...features.map(([name, what]) =>
    condition(`no-${kebab(name)}`, `${what} not supported`, supports(name, false)),
  ),
  condition(
    'any-unsupported',
    'some optional feature is not supported',
    anyOf(...features.map(([name]) => supports(name, false))),
  ),
  condition('users', 'there are users', users),
  condition('groups', 'there are groups', groups),
  condition('users-or-groups', 'there are users or groups', anyOf(users, groups)),
  condition(
    'extension',
    'some resource type has an extension',
    extension(() => true, 'an extension'),
  ),
  condition(
    'required-extension',
    'some resource type has a required extension',
    extension(({ required }) => required, 'a required extension'),
  ),
  condition(
    'optional-extension',
    'some resource type has an optional extension',
    extension(({ required }) => !required, 'an optional extension'),
  ),
  condition(
    'enterprise-extension',
    'users have the enterprise extension',
    extension(({ schema }) => schema === ENTERPRISE, 'the enterprise extension'),
  ),
  condition(
    'write-only-attribute',
    'some attribute can be written and never read',
    someAttribute(({ mutability }) => mutability === 'writeOnly', 'is writeOnly'),
  ),
  condition(
    'immutable-attribute',
    'some attribute is immutable',
    someAttribute(({ mutability }) => mutability === 'immutable', 'is immutable'),
  ),
  condition(
    'top-level-immutable-attribute',
    'some attribute of the top level is immutable',
    someAttribute((one, top) => top && one.mutability === 'immutable', 'of the top level is immutable'),
  ),
  condition(
    'never-returned-attribute',
    'some attribute is never returned',
    someAttribute(({ returned }) => returned === 'never', 'is returned never'),
  ),
  condition(
    'request-returned-attribute',
    'some attribute is returned on request only',
    someAttribute(({ returned }) => returned === 'request', 'is returned on request'),
  ),
  condition('unique-attribute', 'some attribute is unique', unique),
  condition(
    'users-or-unique-attribute',
    'there are users, or some attribute is unique',
    anyOf(users, unique),
  ),
  condition(
    'binary-attribute',
    'some attribute is binary',
    someAttribute(({ type }) => type === 'binary', 'is binary'),
  ),
  condition(
    'integer-attribute',
    'some attribute is a number',
    someAttribute(({ type }) => type === 'integer' || type === 'decimal', 'is a number'),
  ),
  condition(
    'primary-attribute',
    'some attribute has a primary value',
    someAttribute(
      (one) => one.subAttributes.some(({ name }) => sameName(name, 'primary')),
      'has a primary flag',
    ),
  ),
  condition(
    'pagination',
    'the pagination of RFC 9865 is published',
    pagination(() => true, 'it is published'),
  ),
  condition(
    'cursor-pagination',
    'lists can be paged by cursor',
    pagination(({ cursor }) => cursor, 'cursor'),
  ),
  condition(
    'cursor-and-index',
    'lists can be paged by cursor and by index',
    pagination(({ cursor, index }) => cursor && index, 'cursor and index'),
  ),
  condition(
    'cursor-only',
    'lists can be paged by cursor alone',
    pagination(({ cursor, index }) => cursor && !index, 'cursor without index'),
  ),
  condition(
    'cursor-timeout',
    'a time is published after which cursors expire',
    pagination((one) => one.cursorTimeout !== undefined, 'a cursorTimeout'),
  ),
  condition(
    'max-page-size',
    'a largest page size is published',
    pagination((one) => one.maxPageSize !== undefined, 'a maxPageSize'),
  ),
  condition('index-pagination', 'lists can be paged by index', indexPaged),
  condition('bearer', 'the endpoint takes bearer tokens', bearer),
  condition(
    'https',
    'the tenant URL is https',
    target(({ https }) => https, 'the target is an https address', 'the target is a plain http address'),
  ),
  condition(
    'remote',
    'the endpoint is not on this machine',
    target(({ loopback }) => !loopback, 'the target is another host', 'the target is on the loopback'),
  ),
  condition('provisions-users', 'the client provisions users', provisions('users')),
  condition('provisions-groups', 'the client provisions groups', provisions('groups')),
  condition('soft-delete', 'the product can deactivate accounts', softDelete('supported')),
  condition(
    'hard-delete-only',
    'the product deletes accounts for good and cannot deactivate them',
    softDelete('hard-only'),
  ),
];

/** Conditions that take a path after the colon, such as `attribute:User.emails`. */
const parametrised = [
  {
    kind: 'attribute',
    form: /^[A-Za-z]+(\.[$A-Za-z][-$\w]*)+$/,
    words: (path: string) => `${path} is published`,
    holds: attributePublished,
  },
  {
    kind: 'mapped',
    form: /^(User|Group|enterprise)\.[A-Za-z]\w*$/,
    words: (path: string) => `the client's mapping writes ${path}`,
    holds: mapped,
  },
  {
    kind: 'matching',
    form: /^(User|Group)\.[A-Za-z]\w*$/,
    words: (path: string) => `the client looks accounts up by ${path}`,
    holds: matching,
  },
];

const byName = new Map(plain.map((one) => [one.name, one]));

/** Names of all conditions; those that take a path are shown with an example. */
export const conditionNames: readonly string[] = [
  ...byName.keys(),
  'attribute:User.emails',
  'mapped:enterprise.manager',
  'matching:User.externalId',
];

/** The condition of this name, or undefined where there is none. */
export function conditionNamed(name: string): Condition | undefined {
  const [kind, path = ''] = name.split(/:(.*)/s);
  const entry = parametrised.find((one) => one.kind === kind && one.form.test(path));
  if (entry === undefined) return byName.get(name);
  return { name, words: entry.words(path), holds: entry.holds(path) };
}

/** What a condition asks, as the end of a sentence that begins with "applies when"; an unknown one by its name. */
export function conditionInWords(name: string): string {
  return conditionNamed(name)?.words ?? name;
}
