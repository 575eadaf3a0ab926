import { expect, test } from 'vitest';
import { signManifest } from '../../reporters/pack/sign.ts';
import { manifestIn, pack, vendor } from './packs.ts';

test.each([
  ['conformant', 'PASSED'],
  ['not conformant', 'FAILED'],
] as const)(
  'what is signed of a run that is %s says %s, of this manifest and by this catalogue',
  (verdict, result) => {
    const manifest = { ...manifestIn(pack()), verdict };
    const { payload } = signManifest(manifest, 'ab'.repeat(32), vendor.privateKey);

    expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toMatchObject({
      subject: [{ name: 'manifest.json', digest: { sha256: 'ab'.repeat(32) } }],
      predicate: {
        result,
        configuration: [
          {
            name: `${manifest.profile.name} ${manifest.profile.version}`,
            digest: { sha256: manifest.catalogue.digest },
          },
        ],
        url: manifest.endpoint.url,
      },
    });
  },
);
