import { execFileSync } from 'node:child_process';
import { beforeEach, expect, test, vi } from 'vitest';
import { cleanCommand } from '../../runner/folder/cleanCommand.ts';

// Tests may be called with npx themselves.
beforeEach(() => {
  vi.stubEnv('npm_command', '');
});

/** The words that a shell makes of a command. */
const words = (command: string) =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

test.skipIf(process.platform === 'win32')(
  'the command to clean can be pasted, whatever the folder is called',
  () => {
    for (const folder of ['out', '/a b/c', "it's", '$(x)', '`y`', 'a;b', 'ü', '*', 'a"b', '~', 'back\\slash'])
      expect(words(cleanCommand(folder, 'http://127.0.0.1:1/scim'))).toEqual([
        ...['scim-conformance', 'clean', folder, '--url', 'http://127.0.0.1:1/scim'],
      ]);
  },
);

test('the command to clean names all that is needed to reach the endpoint', () => {
  const reach = { caFile: '/ca.pem', insecure: true, tokenEnv: 'MINE' };
  expect(cleanCommand('out', 'https://site.test/ftp/scim', reach)).toBe(
    'scim-conformance clean out --url https://site.test/ftp/scim --allow-writes --ca /ca.pem --insecure --token-env MINE',
  );
});
