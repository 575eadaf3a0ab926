import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from '../kit/evidence/exchange.ts';
import { reportHtml } from './html/page.ts';
import { junitXml } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Report } from './model.ts';
import { validateReport } from './validateReport.ts';

/** Paths of what a run's folder holds beside its evidence. */
export interface ReportFiles {
  json: string;
  html: string;
  markdown: string;
  junit: string;
}

/** report.json as text: two spaces, members in the order of the model, a newline at the end. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * Writes report.json, report.html, report.md and junit.xml into a folder, made if missing. Each file is complete or is
 * not there: it is written beside its place and then renamed into it.
 * @param exchanges all of the run, for the page; without them it shows those of the report alone
 * @returns the paths of the files
 * @throws Error if the report does not fit its schema (nothing is written then), or the folder is not writable
 */
export async function writeReport(
  report: Report,
  folder: string,
  exchanges: readonly Exchange[] = report.exchanges,
): Promise<ReportFiles> {
  const text = reportJson(report);
  await validateReport(JSON.parse(text));
  await mkdir(folder, { recursive: true });
  const files: ReportFiles = {
    json: join(folder, 'report.json'),
    html: join(folder, 'report.html'),
    markdown: join(folder, 'report.md'),
    junit: join(folder, 'junit.xml'),
  };
  await Promise.all([
    writeWhole(files.html, reportHtml(report, { exchanges })),
    writeWhole(files.markdown, markdown(report)),
    writeWhole(files.junit, junitXml(report)),
  ]);
  // Last: a verdict that is on the disk has all its renderings beside it.
  await writeWhole(files.json, text);
  return files;
}

/** Writes a file so that a reader finds the old one or the new one, never a part. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, content, { mode: 0o600 });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
