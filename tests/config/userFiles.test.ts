import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readReport } from '../../cli/open/readReport.ts';
import { exportedScope, readDirectory, readScope } from '../../clients/entra/engine/index.ts';
import { exportedSchema } from '../../config/mapping/exported.ts';
import { readMappingFile } from '../../config/mapping/read.ts';
import { loadProfile } from '../../config/profiles.ts';
import { readConfigFile } from '../../config/settings/sources/configFile.ts';
import { readDotenv } from '../../config/settings/sources/environment.ts';
import { readUserText } from '../../config/userFile.ts';
import { readUserJson } from '../../config/userJson.ts';
import { buildReport } from '../../reporters/build.ts';
import { readWaivers } from '../../reporters/decide/waivers.ts';
import { parts } from '../reporters/synthetic.ts';

const folder = mkdtempSync(join(tmpdir(), 'user-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

interface Kind {
  name: string;
  sample: unknown;
  read(file: string): unknown;
}

const line = { resource: 'User', source: 'mail', target: 'emails[type eq "work"].value', matching: 1 };
const exported = {
  synchronizationRules: [
    {
      objectMappings: [
        {
          targetObjectName: 'User',
          enabled: true,
          scope: {
            groups: [
              {
                clauses: [
                  {
                    sourceOperandName: 'department',
                    operatorName: 'EQUALS',
                    targetOperand: { values: ['Söles'] },
                  },
                ],
              },
            ],
          },
          attributeMappings: [
            {
              targetAttributeName: 'userName',
              source: { type: 'Attribute', name: 'userPrincipalName' },
              flowType: 'Always',
              matchingPriority: 1,
            },
          ],
        },
      ],
    },
  ],
};

function readExportedScope(file: string): unknown {
  const schema = exportedSchema(readUserJson(file));
  if (schema === undefined) throw new Error(`${file}: no exported job`);
  return exportedScope(schema, file);
}

/** Every JSON file that a user may write or name, with what reads it. */
const kinds: Kind[] = [
  {
    name: 'waivers',
    sample: {
      waivers: [{ check: 'users.a', key: 'k', reason: 'Zoë knows', owner: 'Zoë', expires: '2026-12-31' }],
    },
    read: readWaivers,
  },
  {
    name: 'directory',
    sample: {
      users: [{ objectId: 'a', displayName: 'Zoë', accountEnabled: true, manager: 'b' }, { objectId: 'b' }],
      groups: [{ objectId: 'g', members: ['a'] }],
      assignments: ['g', { objectId: 'b', role: 'Admin' }],
      changes: [
        {
          set: [{ objectId: 'a', manager: null, title: 'x' }],
          members: [{ group: 'g', add: ['b'], remove: ['a'] }],
          assign: ['a'],
          delete: ['b'],
        },
      ],
    },
    read: (file) => readDirectory(readUserJson(file), file),
  },
  { name: 'mapping', sample: { mapping: [line] }, read: readMappingFile },
  { name: 'exported mapping', sample: exported, read: readMappingFile },
  { name: 'exported scope', sample: exported, read: readExportedScope },
  {
    name: 'scope',
    sample: {
      assignedOnly: false,
      User: [[{ attribute: 'department', operator: 'EQUALS', value: 'Söles' }]],
    },
    read: (file) => readScope(readUserJson(file), file),
  },
  {
    name: 'profile',
    sample: { ...loadProfile('entra'), description: 'Zoë’s own' },
    read: loadProfile,
  },
  { name: 'baseline', sample: buildReport(parts()), read: (file) => readReport(file, '--baseline') },
  {
    name: 'config',
    sample: { url: 'https://zoë.example.test', concurrency: 4, templates: { User: { nickName: 'Zoë' } } },
    read: async () => [...(await readConfigFile(folder, []))],
  },
];

const fileName = ({ name }: Kind) =>
  name === 'config' ? 'scim-conformance.config.json' : `${name.replace(' ', '-')}.json`;

async function outcome(kind: Kind, content: string | Uint8Array): Promise<unknown> {
  const file = written(fileName(kind), content);
  try {
    return await kind.read(file);
  } catch (error) {
    return error;
  }
}

const BOM = '\ufeff';
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const encodings: [string, (text: string) => string | Uint8Array][] = [
  ['a byte order mark', (text) => BOM + text],
  ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['both', (text) => BOM + text.replaceAll('\n', '\r\n')],
  ['UTF-16, as Windows PowerShell writes it', (text) => Buffer.from(BOM + text, 'utf16le')],
  ['UTF-16 in the other order', (text) => swapped(BOM + text)],
];

describe.each(kinds)('a file of a user: $name', (kind) => {
  const text = JSON.stringify(kind.sample, null, 2);

  test.each(encodings)('is read alike with %s', async (_name, encode) => {
    const plain = await outcome(kind, text);
    expect(plain).not.toBeInstanceOf(Error);
    expect(await outcome(kind, encode(text))).toEqual(plain);
  });

  const nested = (depth: number) => `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;
  test.each<[string, string | Uint8Array, string]>([
    ['nothing in it', '', 'is empty'],
    ['white space in it', ' \r\n', 'is empty'],
    ['an open brace', '{\n', 'line 2, column 1 '],
    ['a comma too many', '{\n  "a": 1,\n}', 'line 3, column 1 '],
    ['a comma missing', '{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3 '],
    ['a comment', '// mine\n{}', 'line 1, column 1 has a comment'],
    ['single quotes', "{'a': 1}", 'line 1, column 2 '],
    ['a word that is none', '{"a": NaN}', 'line 1, column 7 has a word'],
    ['something after it', '{}\n{}', 'line 2, column 1 should be the end'],
    ['a tab in a text', '{"a": "\t"}', 'line 1, column 7 has a control character'],
    ['a member twice', '{"a": {"b": 1,\n"b": 2}}', 'line 2, column 1 names "b" a second time'],
    ['a name that is the prototype', '{"a": [{"__proto__": {}}]}', '/a/0/__proto__ has a name'],
    ['a number beyond all numbers', '{"a": [1e999]}', '/a/0 is a number'],
    ['100,000 levels', nested(50_000), '/a/0/a/0/a/0/a/0/… (93 more) lies deeper than 100 levels'],
    ['100,000 levels that nobody closed', '[{"a":'.repeat(50_000), 'is not JSON: line 1, column '],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x0a, 0x22, 0xe4, 0x22]), 'line 2 is not UTF-8'],
  ])('with %s is refused by name and place', async (_name, content, words) => {
    const error = await outcome(kind, content);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).toMatch(/^\S+\.json: /);
    expect((error as Error).message).toContain(`${fileName(kind)}: `);
  });

  test('with anything else in any place is read or refused in words', async () => {
    const odd = [null, true, 0.5, '', '/', {}, [], [null], { a: null }, 'x'.repeat(7000)];
    for (const place of placesIn(kind.sample))
      for (const value of odd) {
        const error = await outcome(kind, JSON.stringify(replaced(kind.sample, place, value)));
        if (!(error instanceof Error)) continue;
        const where = `${place.join('/')} = ${JSON.stringify(value).slice(0, 20)}: ${error.stack}`;
        expect(['Error', 'SettingsError'], where).toContain(error.name);
        expect(error.message, where).toContain(fileName(kind));
        expect(error.message.length, where).toBeLessThan(9000);
      }
  }, 60_000);
});

/** The paths of everything in a document, of lists the first two entries. */
function placesIn(value: unknown, above: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [above];
  const names = Object.keys(value).slice(0, Array.isArray(value) ? 2 : undefined);
  return [above, ...names.flatMap((name) => placesIn(value[name as keyof typeof value], [...above, name]))];
}

function replaced(document: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value;
  const copy = (Array.isArray(document) ? [...document] : { ...(document as object) }) as Record<
    string,
    unknown
  >;
  copy[name] = replaced(copy[name], rest, value);
  return copy;
}

describe('.env', () => {
  test.each(encodings)('is read alike with %s', (_name, encode) => {
    writeFileSync(join(folder, '.env'), encode('# Zoë\nSCIM_TOKEN=\'key:pass#word\'\nSCIM_PROFILE="rfc"\n'));
    expect(readDotenv(folder).variables).toEqual({ SCIM_TOKEN: 'key:pass#word', SCIM_PROFILE: 'rfc' });
  });

  test('may have a comment in any encoding', () => {
    writeFileSync(join(folder, '.env'), Buffer.from('# Zo\xeb\nSCIM_TOKEN=a:b\n', 'latin1'));
    expect(readDotenv(folder).variables).toEqual({ SCIM_TOKEN: 'a:b' });
  });
});

test.each([
  ['a folder', folder, 'is a folder'],
  ['a device without an end', '/dev/zero', 'is a device'],
  ['what is not there', join(folder, 'none'), 'there is no such file'],
  ['what is below a file', join(written('file', ''), 'none'), 'there is no such file'],
])('%s is no file to read', (_name, file, words) => {
  expect(() => readUserText(file)).toThrow(`${file}: ${words}`);
});
