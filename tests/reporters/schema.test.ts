import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import type { Report } from '../../reporters/model.ts';
import { validateReport } from '../../reporters/validateReport.ts';
import { reportJson, writeReport } from '../../reporters/write.ts';
import { readPackageJson } from '../../schemas/packageRoot.ts';
import { brokenRun, definition, outcome, parts, row } from './synthetic.ts';

/** A report with everything optional present. */
function fullReport(): Report {
  const run = brokenRun();
  run.run.ended = { why: 'deadline', message: 'the deadline of 60 s passed', hint: 'raise --deadline' };
  run.target.capabilities = {
    features: { patch: true, bulk: false, filter: true, changePassword: undefined, sort: false, etag: true },
    bulk: { maxOperations: 10, maxPayloadSize: 1024 },
    filter: { maxResults: 200 },
    pagination: { index: true, cursor: true, cursorTimeout: 60 },
    authenticationSchemes: ['oauthbearertoken'],
    resourceTypes: [
      { name: 'User', endpoint: '/Users', schema: 'urn:x', extensions: [{ schema: 'y', required: false }] },
    ],
    schemas: [{ id: 'urn:x', name: 'User', attributes: [] }],
    assumed: ['patch'],
    target: { https: true, loopback: false },
  };
  return buildReport(run);
}

const copy = (report: Report) => JSON.parse(reportJson(report));

describe('the schema of report.json', () => {
  it('accepts what buildReport makes', async () => {
    await expect(validateReport(copy(fullReport()))).resolves.toBeTruthy();
    await expect(validateReport(copy(buildReport(parts())))).resolves.toBeTruthy();
  });

  it('refuses members that it does not know, wherever they are, and names the place', async () => {
    const places: [string, (report: Report) => object | undefined][] = [
      ['/', (report) => report],
      ['/run', (report) => report.run],
      ['/run/ended', (report) => report.run.ended],
      ['/target/capabilities', (report) => report.target.capabilities],
      ['/verdicts/0/rows', (report) => report.verdicts[0]?.rows],
      ['/checks/1/findings/0', (report) => report.checks[1]?.findings[0]],
      ['/checks/2/blockedBy', (report) => report.checks[2]?.blockedBy],
      ['/rows/0', (report) => report.rows[0]],
      ['/exchanges/0/response', (report) => report.exchanges[0]?.response],
      ['/latency/0', (report) => report.latency[0]],
    ];
    for (const [path, at] of places) {
      const report = copy(fullReport());
      Object.assign(at(report) ?? {}, { surprise: 1 });
      await expect(validateReport(report), path).rejects.toThrow(
        `${path}: must NOT have additional properties ("surprise")`,
      );
    }
  });

  it('refuses what is missing or of another kind, and names the place', async () => {
    const report = copy(fullReport());
    delete report.verdict;
    report.checks[0].status = 'passed';
    const error = await validateReport(report).catch((thrown: Error) => thrown.message);
    expect(error).toContain("/: must have required property 'verdict'");
    expect(error).toContain('/checks/0/status: must be equal to one of the allowed values');
    await expect(validateReport('<html>')).rejects.toThrow('Not a report of schema version 2.0 or 1.x');
  });

  it('closes every object', () => {
    const open: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const schema = value as Record<string, unknown>;
      if (schema.type === 'object' && schema.additionalProperties === undefined) open.push(path);
      for (const [name, child] of Object.entries(schema)) walk(child, `${path}/${name}`);
    };
    walk(readPackageJson('schemas/files/report.schema.json'), '');
    expect(open).toEqual([]);
  });
});

describe('writing the report', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('leaves four whole files and nothing else, also over older ones', async () => {
    const into = join(folder, 'results', 'one');
    const report = fullReport();
    await writeReport(buildReport(parts()), into);
    const files = await writeReport(report, into);
    expect((await readdir(into)).sort()).toEqual(['junit.xml', 'report.html', 'report.json', 'report.md']);
    expect(await readFile(files.json, 'utf8')).toBe(reportJson(report));
    expect(await readFile(files.html, 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  });

  it('writes nothing where the report does not fit its schema', async () => {
    const report = buildReport(
      parts({
        rows: [row('r1')],
        definitions: [definition('a.one', ['r1'])],
        outcomes: [outcome('a.one', 'not-run')],
      }),
    );
    await expect(writeReport(report, folder)).rejects.toThrow(
      "/checks/0: must have required property 'reason'",
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
