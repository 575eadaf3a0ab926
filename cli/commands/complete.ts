import tab from '@bomb.sh/tab';
import { profileNames } from '../../config/profiles.ts';
import { type Command, commands } from '../../config/settings/commands.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { listSettings } from '../../config/settings/table.ts';

const HELP = `Usage: scim-conformance complete <bash|zsh|fish|powershell>

Prints what a shell reads to complete commands, flags, groups and checks.

Examples
  source <(scim-conformance complete bash)
  scim-conformance complete fish > ~/.config/fish/completions/scim-conformance.fish

Next: Put the line into the file that your shell reads when it starts, such as ~/.bashrc.
`;

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

/**
 * `complete SHELL` prints what a shell has to read to complete commands, flags and their values; `complete -- WORDS` is
 * what that then asks.
 * @returns the exit code, 0
 * @throws SettingsError for a shell that is not known
 */
export async function complete(argv: string[]): Promise<number> {
  if (argv[0] === '--help' || argv[0] === '-h') {
    process.stdout.write(HELP);
    return 0;
  }
  const root = await described();
  const [shell = '', ...words] = argv;
  if (shell === '--') {
    root.parse(words);
    return 0;
  }
  if (!SHELLS.includes(shell))
    throw new SettingsError(
      'complete',
      shell === '' ? 'complete needs the name of a shell' : `complete does not know the shell "${shell}"`,
      `One of: ${SHELLS.join(', ')}. For bash: source <(scim-conformance complete bash)`,
    );
  root.setup('scim-conformance', 'scim-conformance', shell);
  return 0;
}

/** Every command with its flags, as the table of settings has them. */
async function described(): Promise<typeof tab> {
  const ids = await listIds();
  for (const [name, { says }] of Object.entries(commands)) {
    const command = tab.command(name, says);
    for (const { name: setting, flag, type, choices, help } of listSettings(name as Command)) {
      if (flag === undefined) continue;
      const bare = flag.slice(2);
      const values = choices ?? ids[setting];
      if (type === 'switch') command.option(bare, help);
      else if (values === undefined) command.option(bare, help, () => {});
      else
        command.option(bare, help, (offer) => {
          for (const one of values) offer(one, '');
        });
    }
  }
  return tab;
}

/** Values that other parts of the house define, by the setting that takes them. */
async function listIds(): Promise<Record<string, readonly string[]>> {
  const [{ catalogue }, { groupName }, { embeddedNames }] = await Promise.all([
    import('../../suites/catalogue.ts'),
    import('../../kit/check/definition.ts'),
    import('../open/embedded.ts'),
  ]);
  const { faces = [], defects = [], variations = [] } = embeddedNames;
  return {
    group: [...new Set(catalogue.map(({ id }) => groupName(id)))],
    check: catalogue.map(({ id }) => id),
    profile: profileNames,
    face: faces,
    defect: defects,
    variation: variations,
  };
}
