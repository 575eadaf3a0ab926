import { check } from '../../kit/check/check.ts';
import { type Attributes, at, equal, isQualified, show, unassigned } from '../../schemas/attributes.ts';
import type { Located } from '../../schemas/lookup.ts';
import { replacement } from '../fixtures/kinds.ts';
import { composePayload, ingredients, makeKey, valueAt } from '../fixtures/populated.ts';
import { isReference, valueFor } from '../fixtures/samples.ts';
import { allPopulated, readLines } from './lines.ts';

const NEEDS = ['users-or-groups'];

export const writableValues = [
  check(
    'attributes.writable-values-change',
    ['7644:3.5.1/put-replaces'],
    'an accepted PUT changes each readWrite attribute to which it gives another value',
    { needs: NEEDS },
    async ({ scim, given, must, remark, notApplicable, capabilities, profile }) => {
      for (const { path, status } of given.refusals())
        remark(
          'note',
          `refused/${path}`,
          `a create with ${path} is refused with ${status} but accepted without it: nothing else at this endpoint says that this client cannot set it`,
        );
      let changed = 0;
      for (const { kind, sent } of await allPopulated({ given, capabilities, profile })) {
        const own = sent.filter(isChangeable);
        const first = composePayload(own, ingredients(given));
        const resource = kind === 'User' ? await given.user(first) : await given.group(first);
        const before = await given.read(resource);
        const kept = own.filter((located) => !unassigned(valueAt(before, located)));
        const second = composePayload(kept, ingredients(given, undefined, true));
        const answer = await scim.put(resource.path, {
          ...replacement(capabilities, resource, before),
          ...merged(before, second),
        });
        if (!answer.ok) continue;
        const after = await given.read(resource);
        const lines = kept.filter(
          (located) => !equal(valueAt(second, located), valueAt(before, located), false),
        );
        changed += lines.length;
        await must.each(
          lines,
          (located) => makeKey(kind, located),
          (located, line) => {
            line.hold(!equal(valueAt(after, located), valueAt(before, located)), {
              key: 'mutability',
              expected: `another value than before: ${show(valueAt(second, located))}`,
              observed: `still ${show(valueAt(after, located))}`,
            });
          },
        );
      }
      if (changed === 0) notApplicable('no replacement of attributes was accepted', 'nothing-to-observe');
    },
  ),
  check(
    'attributes.integers-are-integers',
    ['7643:2.3.4/integer'],
    'integer attributes come back as JSON integers',
    { needs: ['users', 'integer-attribute'] },
    async ({ must, notApplicable, ...tools }) => {
      const lines = await readLines(tools, ({ attribute }) => attribute.type === 'integer');
      const shown = lines.filter(({ located, on }) => !unassigned(valueAt(on.read, located)));
      if (shown.length === 0) notApplicable('no integer attribute accepted a value', 'nothing-to-observe');

      await must.each(
        shown,
        ({ kind, located }) => makeKey(kind, located),
        ({ located, on }, line) => {
          const value = valueAt(on.read, located);
          const all = Array.isArray(value) ? value : [value];
          line.hold(
            all.every((one) => Number.isInteger(one)),
            { key: 'type', expected: 'integers', observed: show(value) },
          );
        },
      );
    },
  ),
];

/** Attributes of which two different values can be made up and read back. */
function isChangeable({ attribute }: Located): boolean {
  const { name, mutability, returned, type, canonicalValues } = attribute;
  // Of languages and zones an endpoint may know a few alone, without publishing which.
  if (/locale|language|zone/i.test(name)) return false;
  const readable = mutability === 'readWrite' && (returned === 'default' || returned === 'always');
  const different = type !== 'boolean' && canonicalValues.length !== 1 && !isReference(attribute);
  const ends = { unique: 'x', domain: 'x' };
  return (
    readable &&
    different &&
    !equal(valueFor(attribute, ends), valueFor(attribute, { ...ends, second: true }), false)
  );
}

/** The attributes, with the members that the containers of extensions have already. */
function merged(before: Attributes, attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const container = isQualified(name) ? (at(before, name) ?? before[name]) : undefined;
      return [name, typeof container === 'object' ? { ...container, ...(value as Attributes) } : value];
    }),
  );
}
