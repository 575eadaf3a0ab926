import type { Reporter, TestModule } from 'vitest/node';

/** Ends the summary with the tests that were skipped for a reason, and the reason. */
export class SkipNotes implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const line of skipLines(modules)) process.stdout.write(`${line}\n`);
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
