import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { resourcePath } from '../../kit/wire/paths.ts';
import { type Attributes, at, elements, equal, member, show, unassigned } from '../../schemas/attributes.ts';
import { type Located, listAttributes } from '../../schemas/lookup.ts';
import { endpointFor, listKinds } from '../fixtures/kinds.ts';
import { composePayload, ingredients, makeKey, valueAt } from '../fixtures/populated.ts';
import { named } from './externalId.ts';
import { readLines } from './lines.ts';

const NEEDS = ['users-or-groups'];

export const published = [
  check(
    'attributes.case-is-kept-where-it-counts',
    ['7643:7/caseexact-preserved'],
    'values of case-exact attributes keep their case',
    { needs: NEEDS },
    async ({ must, notApplicable, ...tools }) => {
      const { given } = tools;
      const own = await given.the(named(listKinds(tools)[0] ?? 'User'));
      const lines = await readLines(
        tools,
        ({ attribute }) =>
          attribute.caseExact && attribute.type === 'string' && attribute.mutability !== 'writeOnly',
      );
      const known = lines.map(({ kind, located, on }) => ({
        key: makeKey(kind, located),
        sent: at(on.resource.sent, located.path),
        stored: valueAt(on.read, located),
      }));
      const external = { key: 'externalId', sent: own.externalId, stored: member(own.read, 'externalId') };
      const shown = [external, ...known].filter(({ stored }) => !unassigned(stored));
      if (shown.length === 0) notApplicable('no value of this kind was kept', 'nothing-to-observe');

      await must.each(
        shown,
        ({ key }) => key,
        ({ sent, stored }, line) => {
          // Another value altogether is the claim of other checks: here only letter case is looked at.
          line.hold(!equal(stored, sent, false) || equal(stored, sent), {
            key: 'caseExact',
            expected: show(sent),
            observed: show(stored),
          });
        },
      );
    },
  ),
  check(
    'attributes.unique-values-are-refused-twice',
    ['7643:7/uniqueness-enforced'],
    'a second resource with the same value of a unique attribute is refused',
    { needs: NEEDS },
    async ({ scim, given, must, notApplicable, capabilities, profile }) => {
      const lines = await readLines(
        { given, capabilities, profile },
        ({ attribute }) => attribute.uniqueness !== 'none' && attribute.type !== 'complex',
      );
      const kept = lines.filter(({ located, on }) => !unassigned(valueAt(on.read, located)));
      if (kept.length === 0) notApplicable('only userName is unique, which is checked separately');

      for (const kind of new Set(kept.map((line) => line.kind))) {
        const own = kept.filter((line) => line.kind === kind).map(({ located }) => located);
        const control = composePayload(own, ingredients(given));
        await given.step(
          'create one with values of its own',
          scim.post(endpointFor(given, kind), given.payload(kind, control)),
        );
      }

      await must.each(
        kept,
        ({ kind, located }) => makeKey(kind, located),
        async ({ kind, located, on }, line) => {
          const value = at(on.resource.sent, located.path);
          const container = located.extension
            ? { [located.schema]: { [located.attribute.name]: value } }
            : { [located.path]: value };
          const answer = await scim.post(endpointFor(given, kind), given.payload(kind, container));
          line.haveStatus(answer, [409, 400], { key: 'uniqueness' });
        },
      );
    },
  ),
  check(
    'attributes.required-values-are-required',
    ['7643:7/required-enforced'],
    'a resource is not created without a required attribute',
    { needs: NEEDS },
    async ({ scim, given, must, remark, notApplicable, capabilities, profile }) => {
      const lines = listKinds({ capabilities, profile }).flatMap((kind) =>
        listAttributes(capabilities, kind)
          .filter(
            ({ attribute, extension }) =>
              attribute.required && attribute.mutability !== 'readOnly' && !extension,
          )
          .map((located) => ({ kind, located })),
      );
      if (lines.length === 0) notApplicable('no attribute is published as required');

      await must.each(
        lines,
        ({ kind, located }) => makeKey(kind, located),
        async ({ kind, located }, line) => {
          const endpoint = kind === 'User' ? given.users : given.groups;
          // The run's marker has to be somewhere, or what is made could not be removed.
          await given.the(named(kind));
          const lacking = given.payload(kind, { externalId: given.unique() });
          delete lacking[located.attribute.name];
          const answer = await scim.post(endpoint, lacking);
          const key = makeKey(kind, located);
          if (!answer.ok) return line.haveStatus(answer, 400, { key: 'required' });
          const { returned, mutability } = located.attribute;
          if (returned === 'never' || mutability === 'writeOnly')
            return remark('warning', key, 'a create without it is accepted');
          const path = resourcePath(endpoint, answer.body) ?? scim.pathWithin(answer.headers.location ?? '');
          const query = returned === 'request' ? { attributes: located.path } : undefined;
          const stored = path === undefined ? undefined : valueAt(await given.read(path, query), located);
          line.hold(!unassigned(stored), {
            key: 'required',
            expected: '400, or a value set by the endpoint',
            observed: `${describe(answer)}, and no value`,
          });
          remark('warning', key, `a create without it gets ${show(stored)}`);
        },
      );
    },
  ),
  check(
    'attributes.canonical-values',
    ['7643:7/canonical-values', '7643:2.4/canonicalise'],
    'canonical values are suggestions that an endpoint may enforce',
    { needs: NEEDS },
    async ({ scim, given, observe, notApplicable, capabilities, profile }) => {
      const multiple = await readLines(
        { given, capabilities, profile },
        ({ attribute }) => attribute.multiValued,
      );
      const lines = multiple.filter(
        ({ kind, located }) => kind === 'User' && suggestions(located).length > 0,
      );
      if (lines.length === 0)
        notApplicable('no attribute with canonical types accepted a value', 'nothing-to-observe');

      for (const what of ['another', 'capitals']) {
        const body: Attributes = {};
        for (const { located, on } of lines) {
          const type = what === 'another' ? 'conformance' : suggestions(located)[0]?.toUpperCase();
          const [sent] = elements(on.resource.sent, located.path);
          if (located.extension) body[located.schema] ??= {};
          const holder = (located.extension ? body[located.schema] : body) as Attributes;
          holder[located.attribute.name] = [{ ...sent, type }];
        }
        const answer = await scim.post(given.users, given.payload('User', body));
        const read = answer.ok ? await given.read(await given.findPlace(answer)) : {};
        for (const { kind, located } of lines) {
          const kept = answer.ok
            ? `kept as ${show(at(read, `${located.path}.type`))}`
            : `refused with ${answer.status}`;
          observe(`${makeKey(kind, located)}.type-${what}`, kept);
        }
      }
    },
  ),
];

function suggestions({ attribute }: Located): string[] {
  return attribute.subAttributes.find(({ name }) => name.toLowerCase() === 'type')?.canonicalValues ?? [];
}
