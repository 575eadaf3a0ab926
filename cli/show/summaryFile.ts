import { appendFileSync } from 'node:fs';

/** Adds Markdown to the summary of a job on GitHub, where GITHUB_STEP_SUMMARY names its file; elsewhere does nothing. */
export function addToJobSummary(text: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    process.stderr.write(`Note: the job's summary cannot be written: ${(error as Error).message}\n`);
  }
}
