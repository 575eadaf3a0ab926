import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const [, part = ''] = read('docs/development.md').split('## Walks');
const [text = ''] = part.split('\n## ');
const walks = text
  .split('\n\n')
  .filter((block) => block.startsWith('1.'))
  .map((block) => [...block.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file = '']) => file));

describe('the walks of docs/development.md', () => {
  test('are three', () => {
    expect(walks).toHaveLength(3);
  });

  test.each(walks.flat())('%s is there', (file) => {
    expect(existsSync(join(root, file))).toBe(true);
  });

  test.each(walks)('begin at %s and lead from file to file', (...files) => {
    const named = (one: string, other: string) => read(one).includes(basename(other));
    const parted = files.slice(1).flatMap((file, at) => {
      const before = files.slice(Math.max(0, at - 2), at + 1);
      return before.some((one) => named(one, file) || named(file, one)) ? [] : [`${before.at(-1)} | ${file}`];
    });
    expect(parted).toEqual([]);
  });
});

test.each(['docs/development.md', 'docs/writing-checks.md', 'CONTRIBUTING.md'])(
  'every file of ours that %s names is there',
  (page) => {
    const places = [
      ...read(page).matchAll(
        /`((?:schemas|config|kit|clients|suites|diagnosis|runner|reporters|tenant|cli|tests|build)\/[\w./-]*)`/g,
      ),
    ];
    expect(places.map(([, place = '']) => place).filter((place) => !existsSync(join(root, place)))).toEqual(
      [],
    );
  },
);
