import type { Capabilities, Feature } from '../schemas/capabilities.ts';
import {
  anyOf,
  attributePublished,
  decide,
  enterpriseUrn,
  extension,
  type Gate,
  type GateVerdict,
  groupUrn,
  mapped,
  matching,
  offers,
  open,
  pagination,
  provisions,
  sameName,
  softDelete,
  someAttribute,
  supports,
  target,
  userUrn,
} from './gatePredicates.ts';
import type { Profile } from './profile.ts';
import type { Row } from './row.ts';

/** A gate's verdict with the name of the gate that gave it; `gate` is empty for a row without gates. */
export interface NamedVerdict extends GateVerdict {
  gate: string;
}

const features: Feature[] = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'];
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const unique = someAttribute(
  ({ uniqueness }) => uniqueness !== 'none',
  'has a uniqueness of server or global',
);

/** Every gate without a parameter. `patch`, `no-patch` and so on read the endpoint's ServiceProviderConfig. */
const gates = new Map<string, Gate>([
  ...features.map((feature): [string, Gate] => [kebab(feature), supports(feature, true)]),
  ...features.map((feature): [string, Gate] => [`no-${kebab(feature)}`, supports(feature, false)]),
  ['any-unsupported', anyOf(...features.map((feature) => supports(feature, false)))],
  ['users', offers(userUrn, 'User')],
  ['groups', offers(groupUrn, 'Group')],
  ['users-or-groups', anyOf(offers(userUrn, 'User'), offers(groupUrn, 'Group'))],
  ['extension', extension(() => true, 'an extension')],
  ['required-extension', extension(({ required }) => required, 'a required extension')],
  ['optional-extension', extension(({ required }) => !required, 'an optional extension')],
  ['enterprise-extension', extension(({ schema }) => schema === enterpriseUrn, 'the enterprise extension')],
  ['write-only-attribute', someAttribute(({ mutability }) => mutability === 'writeOnly', 'is writeOnly')],
  ['immutable-attribute', someAttribute(({ mutability }) => mutability === 'immutable', 'is immutable')],
  [
    'top-level-immutable-attribute',
    someAttribute((one, top) => top && one.mutability === 'immutable', 'of the top level is immutable'),
  ],
  ['never-returned-attribute', someAttribute(({ returned }) => returned === 'never', 'is returned never')],
  [
    'request-returned-attribute',
    someAttribute(({ returned }) => returned === 'request', 'is returned on request'),
  ],
  ['unique-attribute', unique],
  ['users-or-unique-attribute', anyOf(offers(userUrn, 'User'), unique)],
  ['binary-attribute', someAttribute(({ type }) => type === 'binary', 'is binary')],
  ['integer-attribute', someAttribute(({ type }) => type === 'integer' || type === 'decimal', 'is a number')],
  [
    'primary-attribute',
    someAttribute(
      (one) => one.subAttributes.some(({ name }) => sameName(name, 'primary')),
      'has a primary flag',
    ),
  ],
  ['pagination', pagination(() => true, 'it is published')],
  ['cursor-pagination', pagination(({ cursor }) => cursor, 'cursor')],
  ['cursor-and-index', pagination(({ cursor, index }) => cursor && index, 'cursor and index')],
  ['cursor-only', pagination(({ cursor, index }) => cursor && !index, 'cursor without index')],
  ['cursor-timeout', pagination((one) => one.cursorTimeout !== undefined, 'a cursorTimeout')],
  ['max-page-size', pagination((one) => one.maxPageSize !== undefined, 'a maxPageSize')],
  [
    'index-pagination',
    ({ pagination: published }) =>
      decide(
        published?.index !== false,
        'declared',
        `the endpoint ${published?.index === false ? 'rules' : 'does not rule'} index pagination out`,
      ),
  ],
  [
    'bearer',
    ({ authenticationSchemes: schemes }) =>
      schemes.length === 0
        ? open('target', 'the run authenticates with a bearer token')
        : decide(
            schemes.some((type) => /^oauth(2|bearertoken)$/i.test(type)),
            'declared',
            `the endpoint lists the authentication schemes ${schemes.join(', ')}`,
          ),
  ],
  [
    'https',
    target(({ https }) => https, 'the target is an https address', 'the target is a plain http address'),
  ],
  [
    'remote',
    target(({ loopback }) => !loopback, 'the target is another host', 'the target is on the loopback'),
  ],
  ['provisions-users', provisions('users')],
  ['provisions-groups', provisions('groups')],
  ['soft-delete', (_, profile) => softDelete(profile, 'supported')],
  ['hard-delete-only', (_, profile) => softDelete(profile, 'hard-only')],
]);

/** Gates that take a path after the colon, such as `attribute:User.emails`. */
const parametrised = new Map<string, { form: RegExp; gate: (path: string) => Gate }>([
  ['attribute', { form: /^[A-Za-z]+(\.[$A-Za-z][-$\w]*)+$/, gate: attributePublished }],
  ['mapped', { form: /^(User|Group|enterprise)\.[A-Za-z]\w*$/, gate: mapped }],
  ['matching', { form: /^(User|Group)\.[A-Za-z]\w*$/, gate: matching }],
]);

function gateNamed(name: string): Gate | undefined {
  const plain = gates.get(name);
  if (plain) return plain;
  const colon = name.indexOf(':');
  const path = name.slice(colon + 1);
  const entry = parametrised.get(name.slice(0, Math.max(colon, 0)));
  return entry?.form.test(path) ? entry.gate(path) : undefined;
}

/** Names of all gates; those that take a path are shown with an example. */
export const gateNames: readonly string[] = [
  ...gates.keys(),
  'attribute:User.emails',
  'mapped:enterprise.manager',
  'matching:User.externalId',
];

/** Whether a row may name this gate. */
export function isGateName(name: string): boolean {
  return gateNamed(name) !== undefined;
}

/**
 * Whether one gate is open for this endpoint under this profile.
 * @param owner who names the gate (a row's id), for the error
 * @throws Error naming owner and gate if there is no such gate
 */
export function evaluateGate(
  name: string,
  capabilities: Capabilities,
  profile: Profile,
  owner = 'a check',
): NamedVerdict {
  const gate = gateNamed(name);
  if (!gate) throw new Error(`${owner} names the gate "${name}", which config/gates.ts does not define`);
  return { gate: name, ...gate(capabilities, profile) };
}

/**
 * Whether a row applies: closed if any of its gates is closed, else unknown if any is unknown, else open.
 * An open verdict whose basis is `assumed` rests on the profile for at least one gate.
 * @throws Error naming row and gate if the row names a gate that does not exist
 */
export function evaluateRow(
  row: Pick<Row, 'id' | 'gates'>,
  capabilities: Capabilities,
  profile: Profile,
): NamedVerdict {
  const verdicts = row.gates.map((name) => evaluateGate(name, capabilities, profile, row.id));
  const deciding =
    verdicts.find(({ state }) => state === 'closed') ??
    verdicts.find(({ state }) => state === 'unknown') ??
    verdicts.find(({ basis }) => basis === 'assumed') ??
    verdicts[0];
  return deciding ?? { gate: '', state: 'open', basis: 'declared', why: 'it applies to every endpoint' };
}
