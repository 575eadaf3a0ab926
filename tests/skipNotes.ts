import type { Reporter, TestModule } from 'vitest/node';
import { DAY } from './turns.ts';

/** Ends the summary with the tests that were skipped for a reason, and the reason, and the files that were left out. */
export class SkipNotes implements Reporter {
  private readonly waiting: readonly string[];

  /** @param waiting files whose turn is another day */
  constructor(waiting: readonly string[]) {
    this.waiting = waiting;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const line of skipLines(modules)) process.stdout.write(`${line}\n`);
    if (this.waiting.length > 0)
      process.stdout.write(
        `    Left out  ${this.waiting.length} files, whose turn is another day than ${DAY}; PROOFS_TURNS=8 tries them, PROOFS=full all: ${this.waiting.join(', ')}\n`,
      );
  }
}

function skipLines(modules: readonly TestModule[]): string[] {
  const files = new Map<string, Map<string, number>>();
  for (const module of modules)
    for (const test of module.children.allTests('skipped')) {
      const result = test.result();
      const note = result.state === 'skipped' ? result.note : undefined;
      if (note === undefined) continue;
      const counts = files.get(note) ?? new Map<string, number>();
      files.set(note, counts.set(module.relativeModuleId, (counts.get(module.relativeModuleId) ?? 0) + 1));
    }
  return [...files].map(([note, counts]) => {
    const which = [...counts].map(([file, count]) => `${count} in ${file}`).join(', ');
    return `     Skipped  ${which}: ${note}`;
  });
}
