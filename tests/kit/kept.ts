import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What every run of the catalogue depends on. */
const SOURCES = 'config schemas kit clients suites runner tenant tests/kit'.split(' ');

interface Line {
  sources: string;
  key: string;
  wrong: string[];
}

/**
 * What a long proof tried before, a line each in results/<name>.ndjson: a whole that was stopped goes on where it was, and
 * what was found can be read while it goes. Lines of other sources, and of what went wrong, do not count.
 */
export class Kept {
  private readonly file: string;
  private readonly sources: string;
  private readonly passed: Set<string>;

  /** @param more folders of sources on which this proof depends beside what every run does */
  constructor(name: string, more: readonly string[]) {
    this.file = `${root}results/${name}.ndjson`;
    this.sources = digest([...SOURCES, ...more]);
    mkdirSync(`${root}results`, { recursive: true });
    const text = existsSync(this.file) ? readFileSync(this.file, 'utf8') : '';
    // The last line of a whole that was killed may be torn: what comes next stands on a line of its own.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(this.file, '\n');
    this.passed = new Set(text.split('\n').flatMap((line) => this.passedBy(line)));
  }

  has(key: string): boolean {
    return this.passed.has(key);
  }

  /** Notes what came of one trial, which began at this time of `performance.now()`. */
  add(key: string, wrong: string[], began: number): void {
    const ms = Math.round(performance.now() - began);
    const line = { sources: this.sources, key, at: new Date().toISOString(), ms, wrong };
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  private passedBy(line: string): string[] {
    if (!line.endsWith('}')) return [];
    const { sources, key, wrong } = JSON.parse(line) as Line;
    return sources === this.sources && wrong.length === 0 ? [key] : [];
  }
}

type Trial = () => Promise<void>;

/** Tries what did not pass before, and keeps what comes of it; without a place to keep it, all is tried. */
export function keeping(kept: Kept | undefined): (key: string, trial: Trial) => Promise<void> {
  return async (key, trial) => {
    if (kept?.has(key)) return;
    const began = performance.now();
    try {
      await trial();
      kept?.add(key, [], began);
    } catch (error) {
      kept?.add(key, [error instanceof Error ? error.message : String(error)], began);
      throw error;
    }
  };
}

function digest(folders: readonly string[]): string {
  const files = folders
    .flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name}`,
      ),
    )
    .filter((name) => /\.(?:ts|json)$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(`${root}${file}`));
  return hash.digest('hex').slice(0, 12);
}
