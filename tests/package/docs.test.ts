import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Command, commands } from '../../config/settings/commands.ts';
import { settingsOf } from '../../config/settings/table.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { command, newFolder } from '../cli/command.ts';

const root = fileURLToPath(packageRoot);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('.') && name !== 'catalogue.md')
    .map((name) => `docs/${name}`),
];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** The commands of a page's shell blocks, each as one line of words. */
function commandsOn(page: string): string[][] {
  const blocks = [...textOf(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s#.*$/, ''))
    .flatMap((line) => {
      const [, words] =
        /^(?:npx |node )?(?:-y )?(?:bin\/)?scim-conformance(?:\.js)? (.+)$/.exec(line.trim()) ?? [];
      return words === undefined ? [] : [words.match(/'[^']*'|"[^"]*"|\S+/g) ?? []];
    });
}

const all = pages.flatMap((page) => commandsOn(page).map((words) => ({ page, words })));

test('every command on every page exists, with its flags', () => {
  expect(all.length).toBeGreaterThan(35);
  for (const { page, words } of all) {
    const [name = '', ...rest] = words;
    const said = `${page}: ${words.join(' ')}`;
    expect(Object.keys(commands), said).toContain(name);
    const known = settingsOf(name as Command).flatMap(({ flag, alias }) => [flag, alias]);
    for (const word of rest.filter((one) => one.startsWith('--')))
      expect([...known, '--help'], said).toContain(word.split('=')[0]?.replace(/^--no-/, '--'));
  }
});

/** What needs no endpoint and no file, and says what it says within a second. */
const READS = all.filter(
  ({ words: [name = '', ...rest] }) =>
    (['list', 'explain', 'version'].includes(name) && !rest.includes('--suites')) ||
    rest.some((word) => /^--(plan|list-\w+)$/.test(word)),
);

test.each([...new Map(READS.map((one) => [one.words.join(' '), one])).values()])(
  '$words runs as $page shows it',
  async ({ words }) => {
    const plain = words
      .filter((word) => !/^[|<>]/.test(word))
      .map((word) => word.replace(/^['"]|['"]$/g, ''));
    if (plain.some((word) => /[<$…]/.test(word))) return;
    const { code, stdout, stderr } = await command(plain, { cwd: newFolder() });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.length).toBeGreaterThan(20);
  },
  60_000,
);

describe('the pages', () => {
  test('link to files and headings that are there', () => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .trim()
        .replace(/\s+/g, '-');
    const dead = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
        ([, path = '', part]) => {
          if (path === '' && part === undefined) return [];
          const target = path === '' ? page : join(page, '..', path);
          if (target === 'docs/catalogue.md') return [];
          try {
            if (part === undefined || !target.endsWith('.md')) {
              readdirSync(join(root, target, '..'));
              if (!target.endsWith('/')) textOfAny(target);
              return [];
            }
            const headings = [...textOf(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
              slug(heading),
            );
            return headings.includes(part) ? [] : [`${page}: ${path}#${part}`];
          } catch {
            return [`${page}: ${path}`];
          }
        },
      ),
    );
    expect(dead).toEqual([]);
  });

  test('are all in the menu of the site', () => {
    const menu = textOf('docs/.vitepress/config.ts');
    const listed = [...menu.matchAll(/link: '\/([\w/-]+)'/g)].map(([, name]) => `docs/${name}.md`);
    const missing = pages.filter(
      (page) => page.startsWith('docs/') && !page.startsWith('docs/decisions/') && !listed.includes(page),
    );
    expect(missing).toEqual(['docs/index.md']);
  });

  test('say that there is no telemetry', () => {
    expect(textOf('README.md')).toContain('there is no telemetry');
    expect(textOf('docs/index.md')).toContain('There is no telemetry');
  });
});

function textOfAny(target: string): void {
  const parent = join(root, target, '..');
  const name = target.replace(/\/$/, '').split('/').at(-1) ?? '';
  if (!readdirSync(parent).includes(name)) throw new Error(`${target} is not there`);
}
