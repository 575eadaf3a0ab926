import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { type Attributes, at, equal, isQualified, show, unassigned } from '../../schemas/attributes.ts';
import { isReadOnly, type Located, listAttributes } from '../../schemas/lookup.ts';
import { type Kind, listKinds, replacement } from '../fixtures/kinds.ts';
import { composePayload, ingredients, makeKey, populated } from '../fixtures/populated.ts';
import { isReference, valueFor } from '../fixtures/samples.ts';

interface Fixed {
  path: string;
  key: string;
  /** Another value than any that an endpoint would assign. */
  foreign: unknown;
  before: unknown;
  /** Published by the endpoint, which alone says what the value tells. */
  own: boolean;
}

/** Times in whole seconds move by then. */
const ONE_SECOND_AND_MORE_MS = 1_100;

/** Of these the RFC says so whatever is published (RFC 7643 section 3.1). */
const COMMON = [
  { path: 'id', foreign: 'conformance-foreign' },
  { path: 'meta.resourceType', foreign: 'Foreign' },
  { path: 'meta.created', foreign: '2001-01-01T00:00:00Z' },
];

export const readOnly = [
  check(
    'attributes.read-only-values-stay',
    ['7643:7/readonly-not-modified'],
    'neither PUT nor PATCH changes a readOnly attribute',
    { needs: ['users-or-groups'] },
    async ({ scim, given, must, capabilities, profile }) => {
      const kinds = listKinds({ capabilities, profile });
      const user = await given.user(composePayload(await extensionParts(given), ingredients(given)));
      const group = kinds.includes('Group') ? await given.group({}, [user]) : undefined;
      for (const kind of kinds) {
        const resource = kind === 'Group' && group !== undefined ? group : user;
        const before = await given.read(resource);
        const foreign = given.unique();
        const fixed = fixedIn(before, kind, listAttributes(capabilities, kind), foreign);

        const body = replacement(capabilities, resource, before);
        const changes = wishes(fixed.filter(({ path }) => path !== 'id'));
        await scim.put(resource.path, { ...body, ...merged(body, changes) });
        await stays(resource, 'PUT', fixed, () => scim.put(resource.path, body));
        if (capabilities.features.patch !== true) continue;
        // One request each: a refusal of the first would keep the others from being tried.
        for (const { path, foreign: value } of fixed)
          await scim.patch(resource.path, [{ op: 'replace', path, value }]);
        const rename = { op: 'replace', path: 'externalId', value: foreign };
        await stays(resource, 'PATCH', fixed, () => scim.patch(resource.path, [rename]));
      }

      async function stays(
        resource: Owned,
        method: string,
        fixed: Fixed[],
        control: () => PromiseLike<unknown>,
      ): Promise<void> {
        const { body: after } = await scim.get(resource.path);
        const other = fixed.filter(({ path, before }) => !equal(at(after, path), before));
        const moving = other.some(({ own }) => own)
          ? await movingAfter(resource, fixed, after, control)
          : () => false;
        await must.each(
          fixed,
          ({ key }) => key,
          ({ path, before, foreign, own }, line) => {
            const now = at(after, path);
            line.hold(
              !other.some((one) => one.path === path) || (own && !isTaken(now, foreign) && moving(path)),
              {
                key: `mutability/${method}`,
                expected: `still ${show(before)}`,
                observed: show(now),
              },
            );
          },
        );
      }

      /** The endpoint may give a value of its own anew: with time, or with any write (RFC 7643 section 2.2). */
      async function movingAfter(
        resource: Owned,
        fixed: Fixed[],
        after: Attributes,
        control: () => PromiseLike<unknown>,
      ) {
        await sleep(ONE_SECOND_AND_MORE_MS);
        await control();
        const { body: later } = await scim.get(resource.path);
        return (path: string) =>
          !unassigned(at(after, path)) &&
          !unassigned(at(later, path)) &&
          // Back at what it was, it did not move: the write had changed it, and the control put it back.
          !fixed.some((one) => one.path === path && equal(at(later, path), one.before));
      }
    },
  ),
];

/** Whether a value is the one that was sent, altered perhaps. */
function isTaken(now: unknown, foreign: unknown): boolean {
  const [text, sent] = [now, foreign].map((value) => JSON.stringify(value ?? '').toLowerCase());
  return text === sent || (typeof foreign === 'string' && (text?.includes(foreign.toLowerCase()) ?? false));
}

/** What is readOnly and has a value: of complex attributes their readOnly parts, where the whole is not. */
function fixedIn(before: Attributes, kind: Kind, published: Located[], unique: string): Fixed[] {
  const common = COMMON.map(({ path, foreign }) => ({
    path,
    key: `${kind}.${path}`,
    foreign,
    before: at(before, path),
    own: false,
  }));
  const whole = published
    .filter(({ attribute }) => isReadOnly(attribute))
    .map((located) => {
      const { attribute, path } = located;
      const values = { unique, domain: 'example.test', user: unique };
      const parts = {
        ...attribute,
        subAttributes: attribute.subAttributes.map((sub) => ({ ...sub, mutability: 'readWrite' as const })),
      };
      return {
        path,
        key: makeKey(kind, located),
        foreign: valueFor(parts, values),
        before: at(before, path),
        own: true,
      };
    });
  const parts = published
    .filter(({ attribute }) => !isReadOnly(attribute) && !attribute.multiValued && !isReference(attribute))
    .flatMap((located) =>
      located.attribute.subAttributes.filter(isReadOnly).map((sub) => {
        const path = `${located.path}.${sub.name}`;
        return {
          path,
          key: `${makeKey(kind, located)}.${sub.name}`,
          foreign: valueFor(sub, { unique, domain: 'example.test' }),
          before: at(before, path),
          own: true,
        };
      }),
    );
  return [...common, ...whole, ...parts].filter(
    ({ before, foreign }) => !unassigned(before) && foreign !== undefined,
  );
}

/** One harmless attribute of each extension, so that it is there and shows what the endpoint assigns in it. */
async function extensionParts(given: Given): Promise<Located[]> {
  // Of those whose values were taken: what a text has to look like no schema says.
  const taken = (await given.the(populated('User'))).flatMap(({ sent }) => sent);
  const plain = taken.filter(
    ({ attribute, extension }) =>
      extension &&
      attribute.type === 'string' &&
      attribute.mutability === 'readWrite' &&
      attribute.uniqueness === 'none',
  );
  return plain.filter(({ schema }, index) => plain.findIndex((one) => one.schema === schema) === index);
}

function wishes(fixed: Fixed[]): Attributes {
  const body: Attributes = {};
  for (const { path, foreign } of fixed) {
    if (isQualified(path)) {
      const colon = path.lastIndexOf(':');
      const holder = path.slice(0, colon);
      body[holder] = {
        ...((body[holder] as Attributes | undefined) ?? {}),
        [path.slice(colon + 1)]: foreign,
      };
    } else if (path.includes('.')) {
      const [name = '', sub = ''] = path.split('.');
      body[name] = { ...((body[name] as Attributes | undefined) ?? {}), [sub]: foreign };
    } else body[path] = foreign;
  }
  return body;
}

/** Changes on top of a body, one level down as well: containers and complex values keep their other members. */
function merged(body: Attributes, changes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      const old = at(body, name);
      const both = [old, value].every(
        (one) => typeof one === 'object' && one !== null && !Array.isArray(one),
      );
      return [name, both ? { ...(old as Attributes), ...(value as Attributes) } : value];
    }),
  );
}
