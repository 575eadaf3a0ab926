import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { packageRoot, readPackageJson } from '../../schemas/packageRoot.ts';

/** Name and version of this tool, with a digest of its code that tells two builds of one version apart. */
export function toolFacts(): { name: string; version: string; digest: string } {
  const { name, version } = readPackageJson<{ name: string; version: string }>('package.json');
  const hash = createHash('sha256');
  for (const file of codeFiles())
    hash.update(file).update(readFileSync(new URL(`dist/${file}`, packageRoot)));
  return { name, version, digest: hash.digest('hex') };
}

function codeFiles(): string[] {
  return readdirSync(new URL('dist/', packageRoot), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}
