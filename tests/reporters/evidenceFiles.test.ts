import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { readExchanges } from '../../reporters/fromRun.ts';
import { har } from '../../reporters/har.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { exchange, parts } from './synthetic.ts';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = exchange(1, 'users.a', {
  step: 's',
  requestId: 'r',
  response: { status: 200, headers: { a: 'b' }, body: '{}' },
});

function reading(...lines: string[]): ReturnType<typeof readExchanges> {
  writeFileSync(join(folder, 'exchanges.ndjson'), lines.join('\n'));
  return readExchanges(folder);
}

/** Every copy of a document with one value in it replaced. */
function replacing(document: object, value: unknown): object[] {
  return Object.entries(document).flatMap(([name, held]) => [
    { ...document, [name]: value },
    ...(typeof held === 'object' ? replacing(held, value).map((one) => ({ ...document, [name]: one })) : []),
  ]);
}

test('lines that are no exchange are passed over, all others are read, with CRLF and a byte order mark, too', () => {
  const line = JSON.stringify(good);
  expect(reading(line, 'null', '[]', '{"number":1}', '"x"', line.slice(0, -9))).toEqual([good]);
  expect(reading(`\ufeff${line}\r`, `${JSON.stringify({ ...good, number: 0 })}\r`, '')).toEqual([
    { ...good, number: 0 },
    good,
  ]);
});

test('values of other types end no rendering', () => {
  const report = buildReport(parts());
  for (const value of [null, 5, '', 'x', true, [], {}, [null]])
    for (const odd of replacing(good, value)) {
      const read = reading(JSON.stringify(odd));
      const where = JSON.stringify(odd);
      expect(() => har(report, read), where).not.toThrow();
      expect(() => reportHtml(report, { exchanges: read }), where).not.toThrow();
    }
});
