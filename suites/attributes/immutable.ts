import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { type Attributes, equal, isQualified, show, unassigned } from '../../schemas/attributes.ts';
import { type Located, listAttributes } from '../../schemas/lookup.ts';
import { any, type Kind, listKinds, replacement } from '../fixtures/kinds.ts';
import { composePayload, ingredients, makeKey, valueAt } from '../fixtures/populated.ts';
import { tryEach } from '../fixtures/refused.ts';
import { valueFor } from '../fixtures/samples.ts';
import { holder, isHeld } from '../fixtures/users/immutable.ts';

interface Fixed {
  kind: Kind;
  located: Located;
}

export const immutable = [
  check(
    'attributes.immutable-values-stay',
    ['7643:7/immutable-not-updated'],
    'neither PUT nor PATCH changes an immutable attribute once it has a value',
    { needs: ['top-level-immutable-attribute'] },
    async ({ scim, given, must, notApplicable, capabilities, profile }) => {
      const lines = immutableOnes(listKinds({ capabilities, profile }), capabilities);
      if (lines.length === 0) notApplicable('the provisioned resource types have no such attribute');

      let tried = 0;
      await must.each(lines, keyOfLine, async ({ kind, located }, line) => {
        const first = composePayload([located], ingredients(given));
        const lent =
          kind === 'User' && isHeld(located, capabilities)
            ? await holder(given, located, valueAt(first, located))
            : undefined;
        const own = () => (kind === 'User' ? given.user(first) : given.group(first));
        const resource = lent?.user ?? (await own());
        const before = lent?.before ?? (await given.read(resource));
        const value = valueAt(before, located);
        if (unassigned(value)) return;
        tried += 1;
        const second = composePayload([located], ingredients(given, undefined, true));
        const patch = [{ op: 'replace', path: located.path, value: valueAt(second, located) }];
        const methods = ['PUT', ...(capabilities.features.patch === true ? ['PATCH'] : [])];
        const trial = await tryEach(methods, before, {
          send: (method) =>
            method === 'PUT'
              ? scim.put(resource.path, merge(replacement(capabilities, resource, before), second))
              : scim.patch(resource.path, patch),
          read: () => given.read(resource),
          isLike: (one, other) => equal(valueAt(one, located), valueAt(other, located)),
        });
        for (const method of methods) {
          const stored = valueAt(trial(method).after, located);
          line.hold(equal(stored, value), {
            key: `mutability/${method}`,
            expected: `still ${show(value)}`,
            observed: show(stored),
          });
        }
      });
      if (tried === 0) notApplicable('no immutable attribute accepts a value', 'nothing-to-observe');
    },
  ),
  check(
    'attributes.immutable-values-can-be-set-late',
    ['7643:7/immutable-set-late'],
    'PATCH can give an immutable attribute its first value',
    { needs: ['top-level-immutable-attribute', 'patch'] },
    async ({ scim, given, must, notApplicable, capabilities, profile }) => {
      const lines = immutableOnes(listKinds({ capabilities, profile }), capabilities).filter(
        ({ located }) => !located.attribute.required,
      );
      if (lines.length === 0) notApplicable('each such attribute is required');

      await must.each(lines, keyOfLine, async ({ kind, located }, line) => {
        const part = located.extension ? given.requiredPart(kind, located.schema) : {};
        const own = () => (kind === 'User' ? given.user(part) : given.group(part));
        const resource = await (Object.keys(part).length > 0 ? own() : any(given, kind));
        await given.read(resource);
        const value = valueFor(located.attribute, ingredients(given));
        const answer = await scim.patch(resource.path, [{ op: 'add', path: located.path, value }]);
        line.hold(answer.ok, {
          key: 'mutability/late',
          expected: 'a first value is accepted',
          observed: describe(answer),
        });
        const stored = valueAt(await given.read(resource), located);
        line.hold(equal(stored, value, located.attribute.caseExact), {
          key: 'mutability/late-value',
          expected: show(value),
          observed: show(stored),
        });
      });
    },
  ),
];

const keyOfLine = ({ kind, located }: Fixed): string => makeKey(kind, located);

/** Attributes of the top level that are immutable, can be read, and are of a simple type. */
function immutableOnes(kinds: Kind[], capabilities: Parameters<typeof listAttributes>[0]): Fixed[] {
  return kinds.flatMap((kind) =>
    listAttributes(capabilities, kind)
      .filter(({ attribute }) => attribute.mutability === 'immutable' && attribute.type !== 'complex')
      .filter(({ attribute }) => attribute.returned === 'default' || attribute.returned === 'always')
      .map((located) => ({ kind, located })),
  );
}

/** The attributes on top of a body; containers of extensions keep their other members. */
function merge(body: Attributes, attributes: Attributes): Attributes {
  const result = { ...body };
  for (const [name, value] of Object.entries(attributes)) {
    const old = result[name];
    const container = isQualified(name) && typeof old === 'object' && old !== null;
    result[name] = container ? { ...(old as Attributes), ...(value as Attributes) } : value;
  }
  const listed = new Set([
    ...((body.schemas as string[] | undefined) ?? []),
    ...Object.keys(result).filter((name) => isQualified(name)),
  ]);
  return { ...result, schemas: [...listed] };
}
