import { expect, test } from 'vitest';
import { pack, usual } from './packs.ts';

const text = (files: ReadonlyMap<string, Uint8Array>, name: string) =>
  Buffer.from(files.get(name) ?? []).toString();

test('the cover of a pack says what was certified, who signed, and how to verify it', () => {
  const page = text(pack(), 'report.html');
  const cover = /<section id="cover"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  for (const term of [
    'Product',
    'Vendor',
    'Verdict',
    'Date',
    'Scope',
    'Left out',
    'Graded otherwise',
    'Signed',
    'Verify',
  ])
    expect(cover).toContain(`<dt>${term}</dt>`);
  expect(cover).toMatch(/with the key <code>[\w:+/=-]{8,}<\/code>/);
  expect(cover).toMatch(/sha256sum -c [\s\S]*verify \. --key VENDOR\.pub/);
  expect(page.indexOf(cover)).toBeLessThan(page.indexOf('<header>'));
  expect(cover).not.toContain('Demonstration');
  expect(text(pack({ sign: false }), 'report.html')).toContain('No: compare it with a copy');
});

test('a pack of the embedded tenant is a demonstration, on its page and in its readme', () => {
  const files = pack({ settings: { ...usual, target: { embedded: { defects: [], variations: [] } } } });
  expect(text(files, 'report.html')).toContain('It certifies no product');
  expect(text(files, 'readme.txt')).toContain('DEMONSTRATION');
});
