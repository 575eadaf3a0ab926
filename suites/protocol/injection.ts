import { type CheckTools, check } from '../../kit/check/check.ts';
import { fixture, type Given } from '../../kit/check/given.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { isAnyText } from '../../kit/compose/choose.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { at, show } from '../../schemas/attributes.ts';
import type { Located } from '../../schemas/lookup.ts';
import { isFault, victim } from '../fixtures/victim.ts';

/** Text that means something to what may lie below an endpoint; harmless where it is taken for what it is. */
const SYNTAXES: { name: string; text: string }[] = [
  { name: 'SQL', text: "o'); SELECT 1; --" },
  { name: 'LDAP', text: '*)(uid=*))(|(uid=*' },
  { name: 'NoSQL', text: '{"$ne": null}' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of other languages, sent as it stands
  { name: 'template', text: '{{7*7}}${7*7}<%= 7*7 %>' },
  { name: 'shell', text: '$(true) `true` | true; true & true' },
  { name: 'HTML', text: '<b onclick="x()">bold</b>&amp;&lt;' },
  { name: 'format', text: '%s%n%d {0} %20 \\n \\u0041' },
];

/** Control characters, as JSON escapes them. */
const CONTROLS: { name: string; text: string }[] = [
  { name: 'null', text: 'a\u0000b' },
  { name: 'bell', text: 'a\u0007b' },
  { name: 'escape', text: 'a\u001b[31mb' },
  { name: 'line break', text: 'a\r\nX-Injected: b' },
];

/** What a reader sees of a text: endpoints may leave control characters out, or put blanks there. */
const visible = (text: string): string => text.replace(/[\p{Cc}\s]/gu, '');

/** A writable attribute that holds any text and is shown by default. */
function freeText(given: Given): Located {
  return given.anyAttribute('User', 'a text that can be written and read', ({ attribute, extension }) => {
    const named = /^(displayName|nickName|title)$/i.test(attribute.name);
    return isAnyText(attribute) && named && !extension;
  });
}

/** All texts of a table in one: where it is kept as it is, each of them is. */
const allOf = (table: { text: string }[]): string => table.map(({ text }) => text).join(' ');

/** Creates a user with this text at a path, and reads it back where it was taken. */
async function store(
  { scim, given }: Pick<CheckTools, 'scim' | 'given'>,
  path: string,
  text: string,
): Promise<{ answer: ScimResponse; stored: unknown; kept: boolean }> {
  const answer = await scim.post(given.users, given.payload('User', { [path]: text }));
  const stored = answer.ok ? at(await given.read(await given.findPlace(answer)), path) : undefined;
  return { answer, stored, kept: stored === text };
}

/** Whether a text that means nothing anywhere is kept at a path, asked once. */
const keepsPlainText = (path: string) =>
  fixture(`protocol.plain-text.${path}`, async ({ given, scim }): Promise<boolean> => {
    const text = `plain text of ${given.unique()}`;
    return (await store({ scim, given }, path, text)).kept;
  });

export const injection = [
  check(
    'protocol.text-is-no-code',
    ['practice:P12'],
    'text in the syntax of other languages is stored as it is, or refused',
    async ({ scim, given, must, observe }) => {
      const { path } = freeText(given);
      await given.the(victim);

      const { kept } = await store({ scim, given }, path, allOf(SYNTAXES));
      if (kept) return SYNTAXES.forEach(({ name }) => void observe(`text.${name}`, 'accepted'));
      await must.each(
        SYNTAXES,
        ({ name }) => name,
        async ({ name, text }, line) => {
          const { answer, stored } = await store({ scim, given }, path, text);
          observe(`text.${name}`, answer.ok ? 'accepted' : `answered ${answer.status}`);
          if (!answer.ok || stored === text) return;
          // An endpoint that does not keep plain text either says nothing about syntax.
          if (await given.the(keepsPlainText(path))) line.equal(stored, text, { key: 'altered', what: path });
        },
      );
    },
  ),
  check(
    'protocol.filter-text-is-no-query',
    ['7644:7.7/injection', 'practice:P13'],
    'a filter whose value contains quotes or query syntax finds no other user',
    { needs: ['users', 'filter'] },
    async ({ scim, given, must }) => {
      const user = await given.the(victim);
      await given.step(
        'find the user by its name',
        scim.find(given.users, `userName eq ${quote(user.name)}`),
      );
      const values = [
        { name: 'SQL', text: `${user.name}' or '1'='1` },
        { name: 'SQL comment', text: `${user.name}' --` },
        { name: 'LDAP', text: `${user.name})(uid=*` },
        { name: 'wildcards', text: `${user.name.slice(0, -4)}%` },
        { name: 'asterisk', text: `${user.name.slice(0, -4)}*` },
        { name: 'escaped quote', text: `${user.name}" or userName pr or userName eq "` },
        { name: 'backslash', text: `${user.name}\\` },
      ];

      await must.each(
        values,
        ({ name }) => name,
        async ({ text }, line) => {
          const filter = `userName eq ${quote(text)}`;
          const answer = await scim.find(given.users, filter, { count: 2 });
          line.hold(!isFault(answer), {
            key: 'server-error',
            expected: 'no resource',
            observed: describe(answer),
          });
          const found = readList(answer).resources.length;
          const observed = `${found} resource(s) for a value that nobody has`;
          line.hold(
            found === 0,
            { key: 'found', expected: 'no resource, or status 400', observed },
            { row: 'practice:P13' },
          );
        },
      );
    },
  ),
  check(
    'protocol.attribute-text-breaks-nothing',
    ['7644:7.7/injection'],
    'text in the syntax of other languages gets a 2xx or 4xx in every attribute',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      await given.the(victim);
      const text = SYNTAXES.map((syntax) => syntax.text).join(' ');
      const bodies = [
        { name: 'userName', body: { userName: `${given.unique()} ${text}` } },
        { name: 'externalId', body: { externalId: text } },
        { name: 'name.familyName', body: { name: { familyName: text } } },
        { name: 'emails.value', body: { emails: given.whole('User', 'emails', [{ value: text }]) } },
      ];

      // One that is taken with all of it says it at once; else one for each tells which it is.
      const whole = Object.assign({}, ...bodies.map(({ body }) => body));
      const all = await scim.post(given.users, given.payload('User', whole));
      if (all.ok)
        return must.hold(all.ok, { key: 'server-error', expected: '2xx or 4xx', observed: describe(all) });
      await must.each(
        bodies,
        ({ name }) => name,
        async ({ body }, line) => {
          const answer = await scim.post(given.users, given.payload('User', body));
          line.hold(!isFault(answer), {
            key: 'server-error',
            expected: '2xx or 4xx',
            observed: describe(answer),
          });
        },
      );
    },
  ),
  check(
    'protocol.control-characters-are-kept-or-refused',
    ['practice:P24'],
    'escaped control characters are stored as they are, or refused with 4xx',
    async ({ scim, given, must, observe, remark }) => {
      const { path } = freeText(given);
      await given.the(victim);

      const { kept } = await store({ scim, given }, path, allOf(CONTROLS));
      if (kept) return CONTROLS.forEach(({ name }) => void observe(`control.${name}`, 'accepted'));
      await must.each(
        CONTROLS,
        ({ name }) => name,
        async ({ name, text }, line) => {
          const { answer, stored } = await store({ scim, given }, path, text);
          observe(`control.${name}`, answer.ok ? 'accepted' : `answered ${answer.status}`);
          line.hold(!isFault(answer), {
            key: 'server-error',
            expected: '2xx or 4xx',
            observed: describe(answer),
          });
          if (!answer.ok || stored === text) return;
          if (!(await given.the(keepsPlainText(path)))) return;
          if (typeof stored === 'string' && visible(stored) === visible(text))
            return remark('note', `${name}/left-out`, 'the string is stored without its control characters');
          line.hold(stored === text, { key: 'altered', expected: show(text), observed: show(stored) });
        },
      );
    },
  ),
];
