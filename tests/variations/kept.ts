import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Trial } from './whole.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What a verdict depends on. */
const SOURCES = 'config schemas kit clients suites runner tenant tests/kit tests/variations'.split(' ');

/**
 * What was tried before, a line each in results/variations.ndjson: a whole that was stopped goes on where it was, and
 * what was found can be read while it goes. Lines of other sources, and of what went wrong, do not count.
 */
export class Kept {
  private readonly file = `${root}results/variations.ndjson`;
  private readonly sources = digest();
  private readonly passed: Set<string>;

  constructor() {
    mkdirSync(`${root}results`, { recursive: true });
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    this.passed = new Set(lines.flatMap((line) => this.passedBy(line)));
  }

  has(trial: Trial): boolean {
    return this.passed.has(keyOf(trial));
  }

  add(trial: Trial, wrong: string[], ms: number): void {
    const line = { sources: this.sources, ...trial, at: new Date().toISOString(), ms: Math.round(ms), wrong };
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  private passedBy(line: string): string[] {
    // The last line of a whole that was killed may be torn.
    if (!line.endsWith('}')) return [];
    const { sources, wrong, ...trial } = JSON.parse(line) as Trial & { sources: string; wrong: string[] };
    return sources === this.sources && wrong.length === 0 ? [keyOf(trial)] : [];
  }
}

const keyOf = ({ profile, ids }: Trial): string => `${profile} ${ids.join(' ')}`;

function digest(): string {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
    .filter((name) => /\.(?:ts|json)$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(`${root}${file}`));
  return hash.digest('hex').slice(0, 12);
}
