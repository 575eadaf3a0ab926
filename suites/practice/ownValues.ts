import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { PatchOperation } from '../../kit/check/scim.ts';
import { canChange } from '../../kit/compose/choose.ts';
import { at, show } from '../../schemas/attributes.ts';
import { any, listKinds } from '../fixtures/kinds.ts';
import { newValue } from '../fixtures/naming.ts';
import { isFault } from '../fixtures/victim.ts';

type Kind = 'User' | 'Group';

/** A change that is made and then made once more. */
interface Repeat {
  key: string;
  operations: PatchOperation[];
}

const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value });

/** Values that have to be unique among others, and states that a user is put into once more. */
function listRepeats({ given, capabilities }: CheckTools, kind: Kind): Repeat[] {
  const name = kind === 'User' ? 'userName' : 'displayName';
  const names = [name, 'externalId'].filter((path) => canChange(capabilities, kind, path));
  const states = kind === 'User' && canChange(capabilities, kind, 'active') ? [false, true] : [];
  return [
    { key: 'names', operations: names.map((path) => replace(path, newValue(given, path))) },
    ...states.map((value) => ({ key: `active-${value}`, operations: [replace('active', value)] })),
  ].filter(({ operations }) => operations.length > 0);
}

/** What an endpoint takes once it takes again; gives whether it takes it at all, which is what other checks ask. */
async function takesAgain(
  { scim }: CheckTools,
  line: Must,
  resource: Owned,
  { operations }: Repeat,
): Promise<boolean> {
  const once = await scim.patch(resource.path, operations).as('control', 'make the change');
  if (!once.ok) return false;
  const again = await scim.patch(resource.path, operations);
  line.hold(again.ok, {
    key: 'refused',
    expected: 'success: the resource already has these values',
    observed: describe(again),
    exchange: again.exchange,
  });
  return true;
}

/** The name in other letters is no other name, and no reason to find it taken. */
async function takesOtherLetters(
  { scim, given, observe }: CheckTools,
  line: Must,
  user: Owned,
): Promise<void> {
  const name = String(at(await given.read(user), 'userName'));
  const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  const answer = await scim.patch(user.path, [replace('userName', other)]);
  line.hold(answer.status !== 409 && !isFault(answer), {
    key: 'taken',
    expected: 'the name in another case, or a refusal of that form',
    observed: `${describe(answer)} to a change of ${show(name)} to ${show(other)}`,
    exchange: answer.exchange,
  });
  observe('rename.letter-case', answer.ok ? 'taken' : `refused with ${answer.status}`);
}

export const ownValues = [
  check(
    'practice.own-values-are-no-conflict',
    ['practice:P43'],
    'repeating a change succeeds; a resource does not conflict with its own name',
    { needs: ['patch'], long: true },
    async (tools) => {
      const { given, must, capabilities, notApplicable } = tools;
      let taken = 0;
      await must.each(
        listKinds(tools),
        (kind) => kind,
        async (kind, own) => {
          const resource = await any(given, kind);
          await given.read(resource);
          await own.each(
            listRepeats(tools, kind),
            ({ key }) => key,
            async (repeat, line) => {
              if (await takesAgain(tools, line, resource, repeat)) taken += 1;
            },
          );
          if (kind === 'User' && canChange(capabilities, kind, 'userName'))
            await own.each(['letter-case'], String, (_, line) => takesOtherLetters(tools, line, resource));
        },
      );
      if (taken === 0) notApplicable('the endpoint refuses all of these changes', 'nothing-to-observe');
    },
  ),
];
