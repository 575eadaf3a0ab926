import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { canChange, isFree } from '../../kit/compose/choose.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { ENTERPRISE } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { listKinds } from '../fixtures/kinds.ts';
import { isFault } from '../fixtures/victim.ts';

const MANAGER = `${ENTERPRISE}:manager`;

const managedBy = ({ id }: Owned): PatchOperation => ({ op: 'add', path: MANAGER, value: { value: id } });

/** Two resources, and the changes by which each comes to name the other or itself. */
interface Circle {
  key: string;
  pair: [Owned, Owned];
  steps: [Owned, PatchOperation][];
}

/** Makes the resources of the circles that this endpoint could hold. */
async function makeCircles(tools: CheckTools): Promise<Circle[]> {
  const { given, capabilities } = tools;
  const made: Circle[] = [];
  const manager = findAttribute(capabilities, 'User', MANAGER);
  if (manager !== undefined && isFree({ ...manager, required: false })) {
    const [one, other] = [await given.anyUser(), await given.anyUser()];
    const toSelf: Circle['steps'] = [[one, managedBy(one)]];
    made.push({ key: 'own-manager', pair: [one, one], steps: toSelf });
    const toEachOther: Circle['steps'] = [
      [one, managedBy(other)],
      [other, managedBy(one)],
    ];
    made.push({ key: 'managers', pair: [one, other], steps: toEachOther });
  }
  const members = findAttribute(capabilities, 'Group', 'members');
  const lists = members !== undefined && members.returned !== 'never' && !members.required;
  if (listKinds(tools).includes('Group') && lists && canChange(capabilities, 'Group', 'members')) {
    const [one, other] = [await given.anyGroup(), await given.anyGroup()];
    const holding = ({ id }: Owned): PatchOperation => ({
      op: 'add',
      path: 'members',
      value: given.groupMembers(id),
    });
    const steps: Circle['steps'] = [
      [one, holding(other)],
      [other, holding(one)],
    ];
    made.push({ key: 'groups', pair: [one, other], steps });
  }
  return made;
}

/** A circle is refused, or both of its resources can be read afterwards. */
async function isSurvived({ scim, given, observe }: CheckTools, line: Must, circle: Circle): Promise<void> {
  const { key, pair, steps } = circle;
  const words = (answer: ScimResponse) => ({
    observed: describe(answer),
    exchange: answer.exchange,
  });
  for (const [resource, operation] of steps) {
    const answer = await scim.patch(resource.path, [operation]);
    line.hold(!isFault(answer), {
      key: 'broken',
      expected: 'success, or a refusal with 4xx',
      ...words(answer),
    });
    if (!answer.ok) return observe(`circle.${key}`, `refused with ${answer.status}`);
  }
  observe(`circle.${key}`, 'taken');
  for (const one of new Set(pair)) {
    const answer = await scim.get(one.path);
    line.hold(answer.status === 200, { key: 'unreadable', expected: 'the resource', ...words(answer) });
    const other = pair.find(({ id }) => id !== one.id) ?? one;
    // An id may have characters that JSON escapes.
    const inJson = JSON.stringify(other.id).slice(1, -1);
    const names = (shown: object) => JSON.stringify(shown).includes(inJson);
    line.hold(names(answer.body) || names(await given.read(one)), {
      key: 'lost',
      expected: 'the reference that was acknowledged',
      observed: 'a resource without it',
      exchange: answer.exchange,
    });
  }
}

export const circles = [
  check(
    'practice.circles-of-references-break-nothing',
    ['practice:P45'],
    'users who manage each other and groups containing each other are refused, or stay readable',
    { needs: ['users', 'patch'], long: true },
    async (tools) => {
      const found = await makeCircles(tools);
      if (found.length === 0)
        tools.notApplicable('the endpoint has neither a writable manager nor writable members');

      await tools.must.each(
        found,
        ({ key }) => key,
        (circle, line) => isSurvived(tools, line, circle),
      );
    },
  ),
];
