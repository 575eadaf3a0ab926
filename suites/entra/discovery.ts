import { schemas, send } from '../../clients/entra/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import { readList } from '../../kit/check/must.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import { without } from '../../kit/compose/merge.ts';
import { GROUP, isObject, member, USER } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';

/** What the client is answered that asks for the schemas. */
const schemasAnswer = sharedAnswer('entra.schemas', ({ scim }) => send(scim, schemas()));

/** The schemas as the client asks for them; where there are none the profile's assumption stands in. */
async function published({ given, capabilities, notApplicable }: CheckTools) {
  const answer = await given.the(schemasAnswer);
  if (answer.status === 404 && capabilities.assumed.includes('schemas'))
    notApplicable('the endpoint has no /Schemas, and the profile assumes the standard schemas', 'assumed');
  return answer;
}

export const discovery = [
  check(
    'entra.schemas-are-published',
    ['entra:R08'],
    'GET /Schemas returns the schemas of everything that is provisioned',
    { reads: true },
    async (tools) => {
      const { must, profile } = tools;
      const answer = await published(tools);

      must.haveStatus(answer, 200);
      const ids = readList(answer).resources.map((one) => String(member(one, 'id')).toLowerCase());
      for (const urn of [
        profile.resources === 'groups' ? [] : USER,
        profile.resources === 'users' ? [] : GROUP,
      ].flat())
        must.hold(ids.includes(urn.toLowerCase()), {
          key: urn.slice(urn.lastIndexOf(':') + 1),
          expected: `the schema ${urn}`,
          observed: `${ids.length} other schemas`,
        });
    },
  ),
  check(
    'entra.schemas-are-a-clean-list',
    ['entra:R22'],
    '/Schemas is a ListResponse without nulls and with camelCase member names',
    { reads: true },
    async (tools) => {
      const { must } = tools;
      const { resources } = must.haveList(await published(tools));

      must.hold(resources.length > 0, { key: 'Resources', expected: 'schemas', observed: 'none' });
      // What meta holds is no part of a definition.
      const wrong = resources.flatMap((one) => faults(without(one, ['meta'])));
      must.hold(wrong.length === 0, {
        key: wrong[0]?.startsWith('null') ? 'null' : 'camelCase',
        expected: 'no null value, and names such as multiValued',
        observed: valuePart(wrong.slice(0, 5).join(', ')),
      });
    },
  ),
];

/** Members that are null or whose name is not in camelCase, at any depth of a schema definition. */
function faults(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(faults);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(inner === null ? [`null at ${name}`] : []),
    ...(/^[a-z$][A-Za-z0-9]*$/.test(name) ? [] : [name]),
    ...faults(inner),
  ]);
}
