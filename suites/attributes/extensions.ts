import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { type Attributes, equal, isObject, member, show, unassigned } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { COMMON, type Located, listAttributes } from '../../schemas/lookup.ts';
import { composePayload, ingredients, populated, valueAt } from '../fixtures/populated.ts';
import { isReference } from '../fixtures/samples.ts';

const NEEDS = ['users', 'extension'];

export const extensions = [
  check(
    'attributes.extensions-are-in-schemas',
    ['7643:3.3/ext-in-schemas'],
    'schemas of a user lists every extension for which the user has values',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      for (const { read, uris } of await extended(tools))
        await must.each(uris, String, (uri, line) => {
          const schemas = member(read, 'schemas');
          line.hold(isObject(member(read, uri)), {
            key: 'container',
            expected: 'an object under the URI',
            observed: show(member(read, uri)),
          });
          line.hold(Array.isArray(schemas) && schemas.includes(uri), {
            key: 'schemas',
            expected: `${uri} in schemas`,
            observed: show(schemas),
          });
        });
    },
  ),
  check(
    'attributes.extensions-stay-in-their-container',
    ['7643:3.3/ext-container'],
    'extension attributes are under the URI of the extension, not at the top level',
    { needs: NEEDS },
    async ({ must, ...tools }) => {
      const all = listAttributes(tools.capabilities, 'User');
      const base = all.filter(({ extension }) => !extension);
      const core = new Set([...COMMON, ...base.map(({ attribute }) => attribute.name.toLowerCase())]);

      const own = (await extended(tools)).map(({ read, sent }) => ({
        read,
        sent: sent.filter(({ attribute }) => !core.has(attribute.name.toLowerCase())),
      }));
      if (own.every(({ sent }) => sent.length === 0))
        tools.notApplicable('extensions have only attribute names of the core schema', 'nothing-to-observe');
      for (const { read, sent } of own)
        await must.each(
          sent,
          ({ path }) => path,
          ({ attribute }, line) => {
            const stray = member(read, attribute.name);
            line.hold(unassigned(stray), {
              key: 'at-the-top',
              expected: 'nothing at the top',
              observed: show(stray),
            });
          },
        );
    },
  ),
  check(
    'attributes.order-of-schemas-means-nothing',
    ['7643:3/schemas-order-irrelevant'],
    'the order of the URIs in schemas makes no difference to a create',
    { needs: NEEDS },
    async ({ scim, given, must, notApplicable, capabilities, profile }) => {
      const [first] = await extended({ given, capabilities, profile, notApplicable });
      const sent = (first?.sent ?? []).filter(
        ({ attribute, schema }) =>
          attribute.uniqueness === 'none' && !isReference(attribute) && schema === first?.sent[0]?.schema,
      );
      const shown = sent.filter((located) => !unassigned(valueAt(first?.read ?? {}, located)));
      const attributes = composePayload(shown, ingredients(given));

      const reads: Attributes[] = [];
      for (const order of ['core-first', 'extension-first']) {
        const body = given.payload('User', attributes);
        const schemas = body.schemas as string[];
        const answer = await scim.post(given.users, {
          ...body,
          schemas: order === 'core-first' ? schemas : [...schemas].reverse(),
        });
        must.hold(answer.ok, { key: order, expected: 'a create', observed: describe(answer) });
        reads.push(await given.readPlainly(await given.findPlace(answer, body)));
      }
      await must.each(
        shown,
        ({ path }) => path,
        (located, line) => {
          const [one, other] = reads.map((read) => valueAt(read, located));
          line.hold(equal(one, other, false), { key: 'order', expected: show(one), observed: show(other) });
        },
      );
    },
  ),
];

interface Extended {
  read: Attributes;
  /** Attributes of extensions that were sent and can be read, and the URIs of those extensions. */
  sent: Located[];
  uris: string[];
}

type Tools = Pick<CheckTools, 'given' | 'profile' | 'notApplicable'> & { capabilities: Capabilities };

/** The populated users as far as they have values of extensions. */
async function extended({ given, notApplicable }: Tools): Promise<Extended[]> {
  const found = (await given.the(populated('User'))).flatMap(({ sent, read }): Extended[] => {
    const own = sent.filter(
      ({ extension, attribute }) =>
        extension && (attribute.returned === 'default' || attribute.returned === 'always'),
    );
    const kept = own.filter((located) => {
      const stray = member(read, located.attribute.name);
      return !unassigned(valueAt(read, located)) || !unassigned(stray);
    });
    return kept.length === 0
      ? []
      : [{ read, sent: kept, uris: [...new Set(kept.map(({ schema }) => schema))] }];
  });
  if (found.length === 0) notApplicable('the endpoint stored no extension value', 'nothing-to-observe');
  return found;
}
