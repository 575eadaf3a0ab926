import { expect, test } from 'vitest';
import { verifyPack } from '../../reporters/pack/verifyPack.ts';
import { asRead, other, pack, remade, usual, vendor } from './packs.ts';

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
  for (const name of ['report.html', 'summary.html']) {
    expect(text(files, name)).toContain('It certifies no product');
    expect(text(files, name)).toContain('<aside class="demonstration"');
    expect(text(pack(), name)).not.toContain('<aside class="demonstration"');
  }
  expect(text(files, 'readme.txt')).toContain('DEMONSTRATION');
});

test('a pack carries the public key that its manifest names, and no other passes for it', async () => {
  const files = pack();
  expect(text(files, 'signer.pub')).toBe(vendor.publicKey.export({ type: 'spki', format: 'pem' }));
  expect(text(files, 'readme.txt')).toContain('signer.pub');
  expect(pack({ sign: false }).has('signer.pub')).toBe(false);
  files.set('signer.pub', Buffer.from(other.publicKey.export({ type: 'spki', format: 'pem' })));
  remade(files, () => {}, vendor.privateKey);
  const { intact, problems } = await verifyPack(asRead(files));
  expect(intact).toBe(false);
  expect(problems).toContain('signer.pub is not the key that the manifest names');
});
