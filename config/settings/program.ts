import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../schemas/packageRoot.ts';

/**
 * How this command is typed where it was started, so that what a message tells to type can be pasted: npx finds it where
 * it is not installed for all (and must fetch nothing of another's under that name), and in a clone it is a file.
 */
export function typedProgram(): string {
  if (process.env.npm_command === 'exec') return 'npx --no-install scim-conformance';
  const root = fileURLToPath(packageRoot);
  const bin = resolve(root, 'bin/scim-conformance.js');
  return process.argv[1] === bin && resolve(root) === process.cwd()
    ? 'node bin/scim-conformance.js'
    : 'scim-conformance';
}
