import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must, readList } from '../../kit/check/must.ts';
import { equal, show } from '../../schemas/attributes.ts';
import { listMatching, matchingBy } from '../fixtures/clients/matching.ts';
import { type Kind, listKinds } from '../fixtures/kinds.ts';
import { givenBack } from './changes.ts';

const KEYS = { User: 'User.userName', Group: 'Group.displayName' } as const;

/** The kinds of resource that are looked up by their names. */
const listNamed = (tools: CheckTools): Kind[] =>
  listKinds(tools).filter((kind) => listMatching(tools).some(({ key }) => key === KEYS[kind]));

/** A name that nobody bears any more is nobody's: others can be given it, and whoever had it as well. */
async function isFreeAgain(tools: CheckTools, line: Must, kind: Kind): Promise<boolean> {
  const { scim, given } = tools;
  const { changes, back, resource } = await given.the(givenBack(kind));
  const { old, now } = changes.get(KEYS[kind]) ?? { old: undefined, now: undefined };
  if (old === undefined || now === undefined || now === old) return false;
  const { endpoint, put, of, filter } = matchingBy(tools, KEYS[kind]);
  const free = of(resource.shown) === old ? now : old;
  const answer = await scim.post(endpoint, given.payload(kind, put(free)));
  // A create that was lost on the way, and sent again, may have the name.
  const isHeld = async () => readList(await scim.find(endpoint, filter(free))).resources.length > 0;
  if (answer.status === 409 && (await isHeld())) return false;
  line.hold(answer.status !== 409, {
    key: 'taken',
    expected: 'a successful create: no lookup finds the name any more',
    observed: describe(answer),
    exchange: answer.exchange,
  });
  if (back === undefined) return true;
  line.hold(back.answer.status !== 409, {
    key: 'own-former-name',
    expected: 'a successful rename: it used to have the name, and no other has had it since',
    observed: describe(back.answer),
    exchange: back.answer.exchange,
  });
  return true;
}

/** Names that users and groups had before they were renamed. */
export const formerNames = [
  check(
    'matching.former-names-are-free',
    ['practice:P44'],
    "a user's or group's former name can be given to another, or given back",
    async (tools) => {
      let tried = 0;
      await tools.must.each(listNamed(tools), String, async (kind, line) => {
        if (await isFreeAgain(tools, line, kind)) tried += 1;
      });
      if (tried === 0) tools.notApplicable('no name could be changed', 'nothing-to-observe');
    },
  ),
  check(
    'matching.values-come-back',
    ['7644:3.5.1/put-replaces'],
    'a PUT that restores the original values of a renamed user or group does so or is refused',
    async (tools) => {
      const { given, must, notApplicable } = tools;
      let tried = 0;
      await must.each(listNamed(tools), String, async (kind, line) => {
        const { changes, back } = await given.the(givenBack(kind));
        if (back === undefined || !back.answer.ok) return;
        for (const [key, { old, now }] of changes) {
          if (now === undefined || now === old) continue;
          tried += 1;
          const { of, path } = matchingBy(tools, key);
          line.hold(equal(of(back.read), old, false), {
            key: path.split('[')[0] ?? path,
            expected: `${path} ${show(old)}, as originally`,
            observed: show(of(back.read)),
            exchange: back.answer.exchange,
          });
        }
      });
      if (tried === 0) notApplicable('nothing was changed and then restored', 'nothing-to-observe');
    },
  ),
];
