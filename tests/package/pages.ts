import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../schemas/packageRoot.ts';

export const root = fileURLToPath(packageRoot);

/** What a user reads, as paths below the root; the catalogue is made anew of the checks. */
export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/fleet/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('.') && name !== 'catalogue.md')
    .map((name) => `docs/${name}`),
];

export const renderText = (page: string) => readFileSync(join(root, page), 'utf8');

/** The lines of a page's shell blocks, each as it would be typed, without the comment behind it. */
export function linesOn(page: string): string[] {
  const blocks = [...renderText(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .filter((line) => line !== '');
}
