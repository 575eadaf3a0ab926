import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Floors from the ground up: each imports only from those before it. `tenant` stands beside them. */
const FLOORS = ['schemas', 'config', 'kit', 'clients', 'suites', 'diagnosis', 'runner', 'reporters', 'cli'];
/** Who may start the tenant: it is a control, and no check knows of it. */
const STARTS_TENANTS = ['runner', 'cli'];

/** Lines that a file may have. */
const LONGEST = 250;

/** Files of code that a folder may hold, and the folders that hold more of one kind. */
const MOST = 12;
const WIDE: Record<string, string> = {
  'cli/commands': 'one file a command',
  'clients/entra/engine': 'the steps of one job',
  'config/settings': 'one table and what reads it',
  'diagnosis/symptoms': 'one file a family of symptoms',
  'kit/check': 'one file a word of checks',
  'kit/wire': 'one file a side of a request',
  reporters: 'one file a rendering, beside the model',
  'reporters/html': 'one file a part of the page',
  'reporters/pack': 'one file a part of the pack',
  runner: 'one file a job that a run does',
  schemas: 'one file a notion of SCIM',
  'suites/attributes': 'one file a behaviour',
  'suites/entra': 'one file a behaviour',
  'suites/patch': 'one file a behaviour',
  'suites/practice': 'one file a behaviour',
  'suites/queries/filter': 'one file a behaviour',
  'suites/users': 'one file a behaviour',
  'tenant/defects/entra': 'one file for each of the checks',
  'tenant/defects/practice': 'one file for each of the checks',
  'tenant/defects/users': 'one file for each of the checks',
  'tests/cli': 'one file a command, or what all of them print',
  'tests/config': 'one file a kind of what users write',
  'tests/kit': 'one file a word of checks, or of what keeps them safe',
  'tests/pack': 'one file a part of the pack',
  'tests/provisioning': 'one file a part of the job',
  'tests/reporters': 'one file a rendering, beside the verdict',
  'tests/safety': 'one file a danger, with the endpoints that pose it',
  'tests/tenant': 'one file a behaviour of the control',
};

const files = [...FLOORS, 'tenant'].flatMap((floor) => listFiles(floor, /\.ts$/));
/** Tests and tools live by the same sizes. */
const ALL = [...FLOORS, 'tenant', 'tests', 'bench', 'build', 'bin', 'examples'];
const allFiles = ALL.flatMap((floor) => listFiles(floor, /\.m?[jt]s$/));
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = new Map(files.map((file) => [file, listImports(file)]));

function listFiles(floor: string, names: RegExp): string[] {
  return readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' })
    .map((file) => `${floor}/${file.replaceAll('\\', '/')}`)
    .filter((file) => names.test(file));
}

/** The files of this package that a file imports, types included. */
function listImports(file: string): string[] {
  const found = (texts.get(file) ?? '').matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+\.ts)'/g);
  return [...found]
    .map(([, path = '']) => normalize(join(dirname(file), path)))
    .filter((one) => texts.has(one));
}

function floorFor(file: string): string {
  return file.split('/')[0] ?? '';
}

/** A folder and those in which it lies, from the floor down. */
function listFolders(folder: string): string[] {
  const steps = folder.split('/');
  return steps.map((_, depth) => steps.slice(0, depth + 1).join('/'));
}

/** What the files and folders in a folder take from each other. */
function listLeanings(folder: string): [string, string[]][] {
  const inside = (file: string) => file.startsWith(`${folder}/`);
  const room = (file: string) => file.slice(folder.length + 1).split('/')[0] ?? '';
  const leanings = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    if (!inside(file)) continue;
    const leans = leanings.get(room(file)) ?? new Set();
    leanings.set(room(file), leans);
    for (const target of targets) if (inside(target) && room(target) !== room(file)) leans.add(room(target));
  }
  return [...leanings].map(([name, leans]) => [name, [...leans]]);
}

describe('the house', () => {
  test('imports run one way, floor by floor', () => {
    const upward = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => {
          const [from, to] = [floorFor(file), floorFor(target)];
          if (from === to) return false;
          if (to === 'tenant') return !STARTS_TENANTS.includes(from);
          return from === 'tenant' || FLOORS.indexOf(to) > FLOORS.indexOf(from);
        })
        .map((target) => `${file} -> ${target}`),
    );

    expect(upward).toEqual([]);
  });

  test.each([...FLOORS, 'tenant'])('no cycle of files within %s', (floor) => {
    expect(findCycles([...imports].filter(([file]) => floorFor(file) === floor))).toEqual([]);
  });

  test('no rooms lean on each other in a circle, whatever folder they are in', () => {
    const folders = new Set(files.flatMap((file) => listFolders(dirname(file))));
    expect([...folders].flatMap((folder) => findCycles(listLeanings(folder)))).toEqual([]);
  });

  test('a group takes nothing from another: what several share is in suites/fixtures', () => {
    const group = (file: string) => /^suites\/([^/]+)\//.exec(file)?.[1];
    const taken = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => group(file) !== undefined && group(target) !== undefined)
        .filter((target) => ![group(file), 'fixtures'].includes(group(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(taken).toEqual([]);
  });

  test('what an endpoint says is written into addresses by the one function that cannot fail at it', () => {
    const encoding = [...texts]
      .filter(([, text]) => /\bencodeURIComponent\b/.test(text))
      .map(([file]) => file);
    const own = encoding.filter((file) => !file.startsWith('tenant/'));
    expect(own.sort()).toEqual([
      // The forms of the credential, and the forms that other clients send.
      'kit/evidence/secrets.ts',
      'kit/wire/paths.ts',
      'suites/matching/encodings.ts',
    ]);
  });
});

test('ajv is set up in one place', () => {
  const setUps = [...texts].filter(([, text]) =>
    /^import (?!type).*'ajv|(?:import|load|require)\('ajv/m.test(text),
  );
  expect(setUps.map(([file]) => file)).toEqual(['schemas/ajv.ts']);
});

describe('what is found where it is looked for', () => {
  const read = (file: string) => texts.get(file) ?? readFileSync(join(root, file), 'utf8');
  const lines = (file: string) => read(file).trimEnd().split('\n').length;

  test(`files have at most ${LONGEST} lines`, () => {
    const long = allFiles.filter((file) => lines(file) > LONGEST);
    expect(long.map((file) => `${file} (${lines(file)})`)).toEqual([]);
  });

  test(`folders hold at most ${MOST} files, unless it is said what they have in common`, () => {
    const counts = new Map<string, number>();
    for (const file of allFiles) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const wide = [...counts].filter(([folder, count]) => count > MOST && WIDE[folder] === undefined);
    expect(wide).toEqual([]);
    expect(Object.keys(WIDE).filter((folder) => (counts.get(folder) ?? 0) <= MOST)).toEqual([]);
  });

  test('functions are named for what comes out, and not by an Of at their end', () => {
    // Words of JSON Schema and of the catalogue.
    const known = ['allOf', 'anyOf', 'oneOf', 'rowOf', 'severityOf'];
    const named = /\b(?:function|const|let) (\w+Of)\b|^ +(?:private |async )*(\w+Of)\(.*\{$/gm;
    const found = files.flatMap((file) =>
      [...(texts.get(file) ?? '').matchAll(named)].map(([, one, other]) => `${file} ${one ?? other}`),
    );
    expect(found.filter((line) => !known.some((name) => line.endsWith(` ${name}`)))).toEqual([]);
  });

  test('no value is taken for what it is not', () => {
    const escapes = /as unknown\s+as\b/;
    expect(allFiles.filter((file) => escapes.test(read(file)))).toEqual([]);
  });
});

/** Groups of nodes that can reach each other, sorted. */
function findCycles(edges: readonly (readonly [string, readonly string[]])[]): string[][] {
  const graph = new Map(edges);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node) ?? 0);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (open.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== order.get(node)) return;
    const circle = open.splice(open.indexOf(node));
    if (circle.length > 1) cycles.push(circle.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles.sort();
}
