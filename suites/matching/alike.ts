import { blueprint } from '../../kit/check/blueprint.ts';
import { check } from '../../kit/check/check.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { freeTextOfExtension, freeTexts, isFree, isFreeText } from '../../kit/compose/choose.ts';
import { merge, nested } from '../../kit/compose/merge.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, ENTERPRISE, elements, member, unassigned } from '../../schemas/attributes.ts';
import type { Attribute, Capabilities } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { present } from '../../schemas/present.ts';
import { createdBy, matchingBy } from '../fixtures/clients/matching.ts';

const EMPLOYEE = `${ENTERPRISE}:employeeNumber`;

const TOLD_APART = { row: '7643:4.1.1/username-told-apart' };

/**
 * Names that look alike and are two: no preparation of strings (RFC 7644 section 5) makes one of them. What is replaced
 * holds a dot or an @, so that it is never found in the run's marker.
 */
const VARIANTS: Record<string, (name: string) => string> = {
  accent: (name) => name.replace('jose.', 'josé.'),
  zeros: (name) => name.replace('.00', '.'),
  tag: (name) => name.replace('@', '+x_y@'),
  dot: (name) => name.replace('jose.', 'jose'),
};

/** A number of the run, as text: with zeros in front it is another text and the same number. */
function composeDigits(unique: string): string {
  return `1${[...unique.slice(-14)].map((letter) => letter.charCodeAt(0) % 10).join('')}`;
}

/** Texts that take digits. */
function listDigits(capabilities: Capabilities): string[] {
  const texts = [
    freeTexts(capabilities)[0],
    freeTextOfExtension(capabilities, ENTERPRISE),
    ...[EMPLOYEE].filter((path) => isOpen(findAttribute(capabilities, 'User', path))),
  ];
  return [...new Set(texts.filter((path) => path !== undefined))];
}

/** A user whose name and texts hold digits behind zeros. */
const zeroed = blueprint('User', 'User with zeros before digits', ({ given, capabilities }) => {
  const [word = '', domain] = given.address().split('@');
  const body: Attributes = {
    ...composePostalCode(capabilities),
    userName: `${word}jose.00123@${domain}`,
    externalId: `00${composeDigits(word)}`,
  };
  for (const path of listDigits(capabilities)) merge(body, nested(path, '00123'));
  return body;
});

/** Values that only a careless eye, or database, takes for the same. */
export const alike = [
  check(
    'matching.alike-names-are-told-apart',
    [TOLD_APART.row, '7643:2.3.1/digits-are-text'],
    'userNames differing in accents, zeros, tags, dots or marks are distinct; digits stay text',
    { needs: ['users', 'matching:User.userName'], holds: 6 },
    async (tools) => {
      const { scim, given, must, capabilities, eventually } = tools;
      const matching = matchingBy(tools, 'User.userName');
      const digits = listDigits(capabilities);
      const plain = await given.made(zeroed);
      const number = composeDigits(plain.name.split('jose.')[0] ?? '');
      const read = await given.read(plain);
      const known: { name: string; ids: string[]; key: string; answer?: ScimResponse }[] = [
        { key: 'plain', name: plain.name, ids: [plain.id] },
      ];

      for (const [key, variant] of Object.entries(VARIANTS)) {
        const userName = variant(plain.name);
        const numbered = key === 'zeros' ? { externalId: number } : {};
        const answer = await scim.post(given.users, given.payload('User', { userName, ...numbered }));
        known.push({
          key,
          name: userName,
          ids: answer.ok ? [createdBy(tools, given.users, answer).id] : [],
          answer,
        });
      }
      // Nobody has the name of the tagged one with another mark in it.
      const tagged = known.find(({ key, ids }) => key === 'tag' && ids.length > 0);
      if (tagged !== undefined) known.push({ key: 'mark', name: tagged.name.replace('x_y', 'x-y'), ids: [] });
      await must.each(
        known,
        ({ key }) => key,
        async ({ name, ids, answer }, line) => {
          const found = await eventually(
            () => scim.find(given.users, matching.filter(name)),
            (list) => ids.length === 0 || member(list.body, 'totalResults') === ids.length,
          );
          line.listExactly(found, ids, { key: 'found', ...TOLD_APART });
          if (answer === undefined) return;
          line.hold(
            answer.status !== 409 && answer.status < 500,
            {
              key: 'taken',
              expected: 'a second user, or a refusal of the name itself',
              observed: describe(answer),
              exchange: answer.exchange,
            },
            TOLD_APART,
          );
        },
      );
      await must.each(['externalId'], String, async (key, line) => {
        const twin = known.find((one) => one.key === 'zeros')?.ids[0];
        const answer = await scim.find(given.users, `externalId eq ${quote(number)}`);
        if (!answer.ok || twin === undefined) return;
        const found = readList(answer).resources.map((one) => member(one, 'id'));
        line.hold(
          !found.includes(plain.id),
          {
            key: 'digits',
            expected: `only the user whose ${key} has no leading zeros`,
            observed: 'the user with leading zeros as well',
            exchange: answer.exchange,
          },
          { row: '7643:2.3.1/digits-are-text' },
        );
      });
      await must.each(
        digits,
        (path) => path.replace(/^.*:/, ''),
        (path, line) => {
          const shown = at(read, path);
          if (unassigned(shown)) return;
          line.equal(shown, '00123', { key: 'digits', what: path, row: '7643:2.3.1/digits-are-text' });
        },
      );
      const [code] = elements(read, 'addresses').map((one) => member(one, 'postalCode'));
      if (member(plain.sent, 'addresses') !== undefined && !unassigned(code))
        must.equal(code, '00123', {
          key: 'postalCode/digits',
          what: 'postalCode',
          row: '7643:2.3.1/digits-are-text',
        });
    },
  ),
];

const isOpen = (attribute: Attribute | undefined): boolean =>
  attribute !== undefined && isFreeText(attribute);

/** A postal address of a code alone, where an endpoint takes one. */
function composePostalCode(capabilities: Capabilities): { addresses?: Attributes[] } {
  const list = findAttribute(capabilities, 'User', 'addresses');
  const code = list?.subAttributes.find(({ name }) => name === 'postalCode');
  const others = list?.subAttributes.filter((one) => one !== code && one.name !== 'type') ?? [];
  if (list === undefined || !isFree(list) || !isOpen(code) || others.some(({ required }) => required))
    return {};
  return { addresses: [{ ...present({ type: listTypes(list)[0] }), postalCode: '00123' }] };
}
