import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { newFolder, reportIn } from '../cli/command.ts';
import { byTurns } from '../drawn.ts';
import { call, root, SLOW } from './installed.ts';
import { renderText } from './pages.ts';

// No daemon is asked for: what the stages of the Dockerfile do is done in folders of their own.

/** The instructions of each stage, as name and words. */
const stages = renderText('Dockerfile')
  .split(/^FROM .*$/m)
  .slice(1)
  .map((stage) =>
    [...stage.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, name = '', words = '']) => ({ name, words })),
  );

/** What the build sees: the files of the repository without those that are ignored. */
function context(): string[] {
  const ignored = renderText('.dockerignore').trim().split('\n');
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .filter((file) => !ignored.some((name) => file === name || file.startsWith(`${name}/`)));
}

// Installing and building anew takes a minute.
byTurns(3)()(
  'the stages of the image build, and its command runs as somebody without rights would run it',
  { timeout: 2 * SLOW },
  async () => {
    const [build, image, bin] = [newFolder(), newFolder(), newFolder()];
    const reports = join(newFolder(), 'reports');
    for (const { name, words } of stages[0] ?? []) {
      if (name === 'COPY') {
        const files = words.startsWith('. ') ? context() : words.split(' ').slice(0, -1);
        for (const file of files) {
          mkdirSync(dirname(join(build, file)), { recursive: true });
          cpSync(join(root, file), join(build, file));
        }
      }
      if (name === 'RUN') {
        const done = await call('sh', ['-c', words.replaceAll('npm ci', 'npm ci --prefer-offline')], build);
        expect([done.code, words], done.stderr.slice(-2000)).toEqual([0, words]);
      }
    }
    for (const { name, words } of stages[1] ?? []) {
      const [, from = '', to = ''] = /^--from=build \/app\/(\S+) (\S+)$/.exec(words) ?? [];
      if (name === 'COPY')
        cpSync(join(build, from), join(image, to === './' ? from : to), {
          recursive: true,
          verbatimSymlinks: true,
        });
      if (name === 'RUN') {
        // Who runs the tests need not be root, who alone gives files away.
        const here = words
          .replace(' && chown node /reports', '')
          .replace('/app/', `${image}/`)
          .replace('/usr/local/bin', bin)
          .replace('/reports', reports);
        execFileSync('sh', ['-c', here]);
      }
    }
    expect(stages[1]?.map(({ words }) => words)).toEqual(
      expect.arrayContaining(['node', '["scim-conformance"]', '["--help"]']),
    );

    const entry = join(bin, 'scim-conformance');
    const help = await call(entry, ['--help'], reports);
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('Usage: scim-conformance')]);
    const run = await call(entry, ['run', '--embedded', '--group', 'discovery', '--out', 'out'], reports);
    expect([run.code, run.stderr]).toEqual([0, expect.not.stringMatching(/compiling/)]);
    expect(reportIn(join(reports, 'out')).verdict).toBe('partial');

    // Small: nothing that only builds or tests.
    for (const name of ['typescript', '@biomejs/biome', 'playwright-core', 'vitepress', 'better-auth'])
      expect(existsSync(join(image, 'node_modules', name)), name).toBe(false);
    expect(megabytes(image)).toBeLessThan(120);
  },
);

function megabytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  return bytes / 1e6;
}
