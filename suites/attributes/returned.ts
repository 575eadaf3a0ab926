import { check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { at, equal, isObject, isQualified, member, show, unassigned } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { valuePart } from '../../schemas/parts.ts';
import { makeKey, type Populated, valueAt } from '../fixtures/populated.ts';
import { allPopulated, readLines } from './lines.ts';

const NEEDS = ['users-or-groups'];

export const returned = [
  check(
    'attributes.returned-by-default',
    ['7643:7/returned-default'],
    'attributes published as returned by default appear in a plain read',
    { needs: NEEDS },
    async ({ must, observe, notApplicable, ...tools }) => {
      const lines = await readLines(
        tools,
        ({ attribute }) => attribute.returned === 'default' && attribute.mutability !== 'writeOnly',
      );
      // What an endpoint took is what its answer to the create shows: it may drop or alter what was sent.
      const taken = lines.filter(({ located, on }) => !unassigned(valueAt(on.resource.created, located)));
      const dropped = lines.filter(
        (line) => !taken.includes(line) && unassigned(valueAt(line.on.read, line.located)),
      );
      observe(
        'attributes.not-kept',
        dropped.map(({ kind, located }) => makeKey(kind, located)).join(', ') || 'none',
      );
      if (taken.length === 0)
        notApplicable('responses to creates show no such attribute', 'nothing-to-observe');

      await must.each(
        taken,
        ({ kind, located }) => makeKey(kind, located),
        ({ located, on }, line) => {
          const [answered, read] = [valueAt(on.resource.created, located), valueAt(on.read, located)];
          line.hold(covers(read, answered, located.attribute), {
            key: 'returned',
            expected: `a read that shows what the create returned: ${show(answered)}`,
            observed: show(read),
          });
        },
      );
    },
  ),
  check(
    'attributes.returned-always',
    ['7643:7/returned-always'],
    'attributes published as always returned appear in every projection',
    { needs: NEEDS },
    async ({ scim, must, notApplicable, capabilities, ...tools }) => {
      const resources = await allPopulated({ capabilities, ...tools });
      let shown = 0;

      for (const on of resources) {
        const always = ['id', ...alwaysOn(on)];
        const other = on.kind === 'User' ? 'displayName' : 'members';
        const [narrow, without] = [
          await scim.get(on.resource.path, { query: { attributes: other } }),
          await scim.get(on.resource.path, { query: { excludedAttributes: always.join(',') } }),
        ];
        const answers = [
          { how: 'attributes', resource: narrow.body, ok: narrow.ok },
          { how: 'excludedAttributes', resource: without.body, ok: without.ok },
        ];
        if (capabilities.features.filter === true && on.kind === 'User') {
          const filter = `userName eq ${quote(on.resource.name)}`;
          const [first] = readList(
            await scim.find(on.resource.endpoint, filter, { attributes: other }),
          ).resources;
          answers.push({ how: 'list', resource: first ?? {}, ok: first !== undefined });
        }
        const lines = answers
          .filter(({ ok }) => ok)
          .flatMap(({ how, resource }) => always.map((path) => ({ how, resource, path })));
        shown += lines.length;
        await must.each(
          lines,
          ({ path }) => (isQualified(path) ? path : `${on.kind}.${path}`),
          ({ how, resource, path }, line) => {
            line.hold(!unassigned(at(resource, path)), {
              key: `returned/${how}`,
              expected: `${path} in a representation narrowed by ${how}`,
              observed: `members ${valuePart(Object.keys(resource).join(', '))}`,
            });
          },
        );
      }
      if (shown === 0) notApplicable('reads with a projection are refused', 'nothing-to-observe');
    },
  ),
  check(
    'attributes.returned-on-request',
    ['7643:7/returned-request'],
    'attributes published as returned on request appear only when named',
    { needs: NEEDS },
    async ({ scim, must, remark, notApplicable, ...tools }) => {
      const lines = await readLines(tools, ({ attribute }) => attribute.returned === 'request');
      const resources = [...new Set(lines.map(({ on }) => on))];
      if (lines.length === 0)
        notApplicable('no attribute of this kind accepted a value', 'nothing-to-observe');

      for (const on of resources) {
        const own = lines.filter((line) => line.on === on);
        const attributes = own.map(({ located }) => located.path).join(',');
        const named = await tools.given.step(
          'name them',
          scim.get(on.resource.path, { query: { attributes } }),
        );
        await must.each(
          own,
          ({ kind, located }) => makeKey(kind, located),
          ({ kind, located }, line) => {
            line.hold(unassigned(valueAt(on.read, located)), {
              key: 'returned/unasked',
              expected: 'nothing in a plain read',
              observed: show(valueAt(on.read, located)),
            });
            line.hold(!unassigned(valueAt(named.body, located)), {
              key: 'returned/asked',
              expected: 'the written value',
              observed: 'nothing',
              exchange: named.exchange,
            });
            const answered = Object.keys(on.resource.created).length > 0;
            if (answered && unassigned(valueAt(on.resource.created, located)))
              remark('warning', `${makeKey(kind, located)}/create`, 'the answer to the create lacks it');
          },
        );
      }
    },
  ),
];

/** Attributes returned always of which the resource has a value, the id aside. */
function alwaysOn(on: Populated): string[] {
  return on.sent
    .filter((located) => located.attribute.returned === 'always' && !unassigned(valueAt(on.read, located)))
    .map(({ path }) => path);
}

/** Whether a value shows all of another; references may be completed by their address and name. */
function covers(read: unknown, answered: unknown, attribute: Attribute): boolean {
  if (Array.isArray(answered))
    return (
      Array.isArray(read) && answered.every((one) => read.some((other) => covers(other, one, attribute)))
    );
  if (!isObject(answered)) return equal(read, answered, attribute.caseExact);
  return Object.entries(answered).every(([name, value]) => {
    const sub = attribute.subAttributes.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return sub?.returned === 'request' || equal(member(read, name), value, false);
  });
}
