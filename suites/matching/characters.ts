import { type CheckTools, check } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { Must } from '../../kit/check/must.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import { encodeSegment } from '../../kit/wire/paths.ts';
import {
  createdBy,
  type Matching,
  matchingBy,
  matchingPair,
  valueFrom,
} from '../fixtures/clients/matching.ts';
import { isRefusal } from '../fixtures/lists/pages.ts';
import { type Encoding, formEncodings, percentEncodings } from './encodings.ts';

/** What filters, JSON, addresses and databases write in another way. */
const CHARACTERS = {
  space: ' ',
  plus: '+',
  ampersand: '&',
  hash: '#',
  percent: '%',
  underscore: '_',
  apostrophe: "'",
  quote: '"',
  backslash: '\\',
  slash: '/',
  equals: '=',
  semicolon: ';',
  'non-ascii': 'Åßñ',
  'other-script': '漢字',
  emoji: '😀',
};

/** A resource whose value holds some of the characters, as the endpoint shows it. */
interface Kept {
  id: string;
  value: string;
}

/** What came of a create with signs in its value; without `kept` the endpoint does not take them, or shows nothing. */
interface Outcome {
  status: number;
  kept?: Kept;
  altered?: true;
}

/** Creates a resource with these characters in its value. */
async function keep(
  { scim, given }: Pick<CheckTools, 'scim' | 'given'>,
  matching: Matching,
  characters: string,
  key: string,
): Promise<Outcome> {
  const value = valueFrom(given, matching, `${given.unique()}${characters}z`);
  const body = given.payload(matching.resource, matching.put(value));
  const answer = await scim.post(matching.endpoint, body).as('given', `create it with ${key}`);
  const { status } = answer;
  if (!answer.ok) return { status };
  const { path, id } = createdBy({ scim }, matching.endpoint, answer);
  const shown = matching.of(await given.read(path));
  if (shown === undefined) return { status };
  const kept = { id, value: shown };
  return shown.toLowerCase() === value.toLowerCase() ? { status, kept } : { status, kept, altered: true };
}

function note(
  { observe, remark }: CheckTools,
  matching: Matching,
  key: string,
  { status, altered }: Outcome,
): void {
  if (status >= 300) observe(`matching.${matching.key}.${key}`, `refused with ${status}`);
  if (altered) remark('warning', `${matching.key}/${key}/altered`, 'the value is not stored as sent');
}

/** Quotes and backslashes are a matter of JSON, all others one of the address. */
const chooseRow = (name: string, verifies: string[]): string | undefined =>
  name === 'quote' || name === 'backslash' ? verifies[0] : verifies.at(-1);

async function foundIn(
  { scim }: CheckTools,
  matching: Matching,
  kept: Kept,
  encodings: Encoding[],
  must: Must,
  row: string | undefined,
): Promise<void> {
  await must.each(
    encodings,
    ({ name }) => name,
    async ({ encode }, line) => {
      const path = `${matching.endpoint}?filter=${encode(matching.filter(kept.value))}`;
      line.listExactly(await scim.get(path), [kept.id], row === undefined ? {} : { row });
    },
  );
}

/** What a plain lookup is answered; as an address: how values are written there is what is claimed. */
const plainAnswer = ({ key, endpoint, filter }: Matching) =>
  sharedAnswer(`matching.filter.${key}`, ({ scim }) =>
    scim.get(`${endpoint}?filter=${encodeSegment(filter('x'))}`),
  );

/** A resource whose value holds all the characters. */
const allCharacters = (matching: Matching) =>
  fixture(`matching.all-characters.${matching.key}`, (tools) =>
    keep(tools, matching, Object.values(CHARACTERS).join(''), 'all-characters'),
  );

/**
 * One resource with all characters says it at once. Where it is refused, or not found again, one for each of them
 * tells which it is: an endpoint may refuse a character, but has to find again what it took.
 */
async function findsAll(
  tools: CheckTools,
  key: string,
  encodings: Encoding[],
  verifies: string[],
): Promise<void> {
  const { given, must, notApplicable, observe } = tools;
  const matching = matchingBy(tools, key);
  const plain = await given.the(plainAnswer(matching));
  if (isRefusal(plain)) notApplicable(`the endpoint does not filter on ${key}`, 'nothing-to-observe');
  // A plain value is taken: else a refusal of signs would mean nothing.
  await given.the(matchingPair);
  const all = await given.the(allCharacters(matching));
  note(tools, matching, 'all-characters', all);
  const { kept } = all;
  if (kept !== undefined && (await areFound(tools, matching, kept, encodings)))
    return observe(`matching.${key}.all-characters`, 'found');
  await must.each(
    Object.entries(CHARACTERS),
    ([name]) => name,
    async ([name, character], line) => {
      const one = await keep(tools, matching, character, name);
      note(tools, matching, name, one);
      const row = chooseRow(name, verifies);
      line.hold(
        one.status < 500,
        { key: 'create', expected: '2xx or a 4xx refusal', observed: `${one.status}` },
        row === undefined ? {} : { row },
      );
      if (one.kept !== undefined) await foundIn(tools, matching, one.kept, encodings, line, row);
    },
  );
  if (kept !== undefined) await foundIn(tools, matching, kept, encodings, must, verifies.at(-1));
}

async function areFound(
  tools: CheckTools,
  matching: Matching,
  kept: Kept,
  encodings: Encoding[],
): Promise<boolean> {
  for (const { encode } of encodings) {
    const { body } = await tools.scim.get(
      `${matching.endpoint}?filter=${encode(matching.filter(kept.value))}`,
    );
    if (!Array.isArray(body.Resources) || body.Resources.length !== 1 || body.Resources[0]?.id !== kept.id)
      return false;
  }
  return true;
}

const ROWS = ['7644:3.4.2.2/json-strings', '7644:1.2/percent-encoding'];

export const characters = [
  check(
    'matching.user-name-of-any-character',
    ROWS,
    'a userName with symbols, other scripts or emoji is found if it was accepted',
    { needs: ['users', 'matching:User.userName'] },
    (tools) => findsAll(tools, 'User.userName', percentEncodings, ROWS),
  ),
  check(
    'matching.external-id-of-any-character',
    ROWS,
    'an externalId with symbols, other scripts or emoji is found if it was accepted',
    { needs: ['users', 'matching:User.externalId'] },
    (tools) => findsAll(tools, 'User.externalId', percentEncodings, ROWS),
  ),
  check(
    'matching.group-name-of-any-character',
    ROWS,
    'a group name with symbols, other scripts or emoji is found if it was accepted',
    { needs: ['groups', 'matching:Group.displayName'] },
    (tools) => findsAll(tools, 'Group.displayName', percentEncodings, ROWS),
  ),
  check(
    'matching.user-name-in-a-form-encoded-query',
    ['entra:Q18'],
    'a userName is found when the query encodes spaces as plus signs, as .NET and Java do',
    { needs: ['users', 'filter', 'matching:User.userName'] },
    (tools) => findsAll(tools, 'User.userName', formEncodings, ['entra:Q18']),
  ),
  check(
    'matching.group-name-in-a-form-encoded-query',
    ['entra:Q18'],
    'a group name is found when the query encodes spaces as plus signs, as .NET and Java do',
    { needs: ['groups', 'filter', 'matching:Group.displayName'] },
    (tools) => findsAll(tools, 'Group.displayName', formEncodings, ['entra:Q18']),
  ),
];
