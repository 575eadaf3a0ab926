import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { readSettings } from '../../config/settings/readSettings.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { readPackageJson } from '../../schemas/packageRoot.ts';
import { readInput } from '../open/start.ts';
import { nextCommand, shellWord } from '../show/next.ts';

/**
 * `new-suite FOLDER`: a folder with one check that runs, types for an editor, and a word on what to do with it.
 * @throws SettingsError where the folder holds something already, or cannot be written
 */
export async function newSuite(argv: string[]): Promise<number> {
  const settings = await readSettings(readInput('new-suite', argv));
  const folder = resolve(settings.args[0] ?? '');
  const group = `x-${
    basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$|^x-/g, '') || 'mine'
  }`;
  const { name } = readPackageJson<{ name: string }>('package.json');
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0)
      throw new SettingsError(
        'new-suite',
        `${folder} is not empty, and nothing is overwritten`,
        'Name a folder that does not exist yet.',
      );
    for (const [file, text] of Object.entries(composeFiles(group, name)))
      writeFileSync(join(folder, file), text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new SettingsError(
      'new-suite',
      `${folder} cannot be written: ${(error as Error).message}`,
      'Name a folder that you may write to.',
    );
  }
  const shown = shellWord(relative(process.cwd(), folder) || '.');
  process.stdout.write(`Wrote ${Object.keys(composeFiles(group, name)).join(', ')} into ${folder}\n`);
  process.stdout.write(nextCommand(`run --embedded --suites ${shown} --group ${group}`, 'runs its check'));
  return 0;
}

function composeFiles(group: string, packageName: string): Record<string, string> {
  return {
    'example.checks.ts': `import { check } from '${packageName}';

export const checks = [
  check(
    '${group}.new-user-has-its-own-address',
    ['7644:3.4.1/get-200'],
    'a new user is found at its own address',
    async ({ scim, given, must }) => {
      const user = await given.user();

      must.haveStatus(await scim.get(user.path), 200);
    },
  ),
];
`,
    'tsconfig.json': `${JSON.stringify(
      {
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2023',
          module: 'nodenext',
          moduleResolution: 'nodenext',
          skipLibCheck: true,
        },
        include: ['*.checks.ts'],
      },
      null,
      2,
    )}\n`,
    'README.md': `# Checks of our own

Each file named \`*.checks.ts\` exports lists of checks. Ids begin with \`x-\`; the list after the id names the requirements
that a check verifies (\`scim-conformance list --rows\`). \`given\` sets up, \`must\` claims; what a check makes is removed for it.
\`run --suites\` takes this folder. For types in an editor install \`${packageName}\` beside it.
`,
  };
}
