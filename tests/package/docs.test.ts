import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Command, commands } from '../../config/settings/commands.ts';
import { listSettings } from '../../config/settings/table.ts';
import { hintForFailure, hintForStatus } from '../../runner/hints.ts';
import { loadOwnSuites } from '../../runner/ownSuites.ts';
import { newFolder } from '../cli/command.ts';
import { answer } from '../kit/claims.ts';
import { linesOn, pages, renderText, root } from './pages.ts';

/** The words of a command of ours; nothing where a line is another's. */
function wordsOf(line: string): string[][] {
  const [, words] = /^scim-conformance (.+)$/.exec(line) ?? [];
  return words === undefined ? [] : [words.match(/'[^']*'|"[^"]*"|\S+/g) ?? []];
}

const all = pages.flatMap((page) =>
  linesOn(page)
    .flatMap(wordsOf)
    .map((words) => ({ page, words })),
);

test('every command on every page exists, with its flags', () => {
  expect(all.length).toBeGreaterThan(35);
  for (const { page, words } of all) {
    const [name = '', ...rest] = words;
    const said = `${page}: ${words.join(' ')}`;
    expect(Object.keys(commands), said).toContain(name);
    const known = listSettings(name as Command).flatMap(({ flag, alias }) => [flag, alias]);
    for (const word of rest.filter((one) => one.startsWith('--')))
      expect([...known, '--help'], said).toContain(word.split('=')[0]?.replace(/^--no-/, '--'));
  }
});

describe('the pages', () => {
  test('link to files and headings that are there', () => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .trim()
        .replace(/\s+/g, '-');
    const dead = pages.flatMap((page) =>
      [...renderText(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
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
            const headings = [...renderText(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
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
    const menu = renderText('docs/.vitepress/config.ts');
    const listed = [...menu.matchAll(/link: '\/([\w/-]+)'/g)].map(([, name]) => `docs/${name}.md`);
    const missing = pages.filter(
      (page) => page.startsWith('docs/') && !page.startsWith('docs/decisions/') && !listed.includes(page),
    );
    expect(missing).toEqual(['docs/index.md']);
  });

  test('explain what a run without a verdict says', () => {
    const [, table = ''] = renderText('docs/troubleshooting.md').split('(exit code 2)');
    const explained = [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', '));
    const codes = [
      'ENOTFOUND',
      'ECONNREFUSED',
      'CERT_HAS_EXPIRED',
      'EPROTO',
      'UND_ERR_HEADERS_TIMEOUT',
      'EPIPE',
    ];
    const reasons = codes.map((code) => hintForFailure(code, 'why', 'https://a.test').message);
    const html = answer(200, undefined, { headers: { 'content-type': 'text/html' } });
    const answers = [...[200, 302, 401, 403, 404, 429, 500].map((status) => answer(status)), html];
    // A host or a code stands within some of the words.
    const words = (text: string) => text.replace('no TLS connection to a.test', 'no TLS connection');
    const said = [...reasons, ...answers.map((one) => hintForStatus(one)), hintForStatus(answer(401), false)];
    expect(said.filter((text) => !explained.some((part) => words(text).includes(part)))).toEqual([]);
  });

  test('name each job with its commands', () => {
    const [, jobs = ''] = renderText('README.md').split('## What it is for');
    const [table = ''] = jobs.split('\n## ');
    for (const name of ['keygen', 'certify', 'verify', 'gate', 'compare', 'history', 'doctor', 'provision'])
      expect(table).toContain(`\`${name}\``);
    expect(table).toContain('`run --pilot`');
  });

  test("show checks and rows of one's own as they load", async () => {
    const blocks = [...renderText('docs/writing-checks.md').matchAll(/^```ts\n([\s\S]*?)^```/gm)];
    const folder = newFolder();
    writeFileSync(join(folder, 'a.checks.ts'), blocks.map(([, block]) => block).join('\n'));
    const { checks, rows } = await loadOwnSuites(folder);
    expect([checks.length, rows.length]).toEqual([1, 1]);
  });

  test('say that there is no telemetry', () => {
    expect(renderText('README.md')).toContain('There is no telemetry');
    expect(renderText('docs/index.md')).toContain('There is no telemetry');
  });
});

function textOfAny(target: string): void {
  const parent = join(root, target, '..');
  const name = target.replace(/\/$/, '').split('/').at(-1) ?? '';
  if (!readdirSync(parent).includes(name)) throw new Error(`${target} is not there`);
}
