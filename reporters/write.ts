import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml } from './html/page.ts';
import type { Report } from './model.ts';
import { validateReport } from './validateReport.ts';

/** report.json as text: two spaces, members in the order of the model, a newline at the end. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * Writes report.json and report.html into a folder, made if missing. Each file is complete or is not there:
 * it is written beside its place and then renamed into it.
 * @returns the paths of both files
 * @throws Error if the report does not fit its schema (nothing is written then), or the folder is not writable
 */
export async function writeReport(report: Report, folder: string): Promise<{ json: string; html: string }> {
  const text = reportJson(report);
  await validateReport(JSON.parse(text));
  await mkdir(folder, { recursive: true });
  const json = join(folder, 'report.json');
  const html = join(folder, 'report.html');
  await Promise.all([writeWhole(json, text), writeWhole(html, reportHtml(report))]);
  return { json, html };
}

async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text, { mode: 0o644 });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
