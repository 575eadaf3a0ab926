import { type Command, commands } from '../config/settings/commands.ts';
import { helpText, overviewText } from '../config/settings/help.ts';
import { SettingsError } from '../config/settings/settings.ts';
import { nearest } from '../config/settings/suggest.ts';
import { settingsTable } from '../config/settings/table.ts';
import { anythingWasSent } from '../kit/wire/sent.ts';
import { NotCleaned } from '../runner/folder/notCleaned.ts';
import { readPackageJson } from '../schemas/packageRoot.ts';
import { machineTrouble } from './machineTrouble.ts';
import { withoutCredential } from './open/confided.ts';
import { keepThreadsLean } from './open/leanHeap.ts';
import { tolerateClosedStreams } from './show/streams.ts';

/** Starts a command with the words that follow its name; gives the exit code. */
type Start = (argv: string[]) => Promise<number>;

// Each command is loaded when it is called: `--help` need not wait for vitest or undici.
const starts: Record<Command, () => Promise<Start>> = {
  init: async () => (await import('./commands/init.ts')).init,
  run: async () => (await import('./commands/run.ts')).startRun,
  certify: async () => (await import('./commands/certify.ts')).certify,
  gate: async () => (await import('./commands/gate.ts')).gate,
  compare: async () => (await import('./commands/compare.ts')).compareRuns,
  history: async () => (await import('./commands/history.ts')).history,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  list: async () => (await import('./commands/list.ts')).list,
  explain: async () => (await import('./commands/explain.ts')).explain,
  report: async () => (await import('./commands/report.ts')).report,
  tenant: async () => (await import('./commands/tenant.ts')).tenant,
  clean: async () => (await import('./commands/clean.ts')).clean,
  provision: async () => (await import('./commands/provision.ts')).provision,
  verify: async () => (await import('./commands/verify.ts')).verify,
  'new-suite': async () => (await import('./commands/newSuite.ts')).newSuite,
  keygen: async () => (await import('./commands/keygen.ts')).keygen,
};

/** Commands that run checks, each run in three threads. */
const RUNNERS: ReadonlySet<Command> = new Set(['run', 'certify', 'gate', 'compare']);

const VERSION_HELP = `Usage: scim-conformance version

Print the version.

Examples
  scim-conformance version
  scim-conformance --version

Next: Include it in bug reports; docs/report.md says which other versions a report contains.
`;

tolerateClosedStreams();
// What a command writes is its owner's alone: reports tell of tenants, evidence of people.
process.umask(0o077);

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const [first, ...others] = argv;
  const asked = first === 'help' && others.length > 0;
  const [name, ...rest] = asked ? [others[0] ?? '', '--help'] : [first, ...others];
  const askedHow = rest.includes('--help') || rest.includes('-h');
  if (name === 'version' && askedHow) {
    process.stdout.write(VERSION_HELP);
    return 0;
  }
  if (name === '--version' || name === '-v' || name === 'version') {
    process.stdout.write(`${readPackageJson<{ version: string }>('package.json').version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overviewText(process.stdout.columns));
    return name === undefined ? 3 : 0;
  }
  if (name === 'complete')
    return attempt(name, async () => (await import('./commands/complete.ts')).complete(rest));
  if (!Object.hasOwn(commands, name)) return complain('scim-conformance', unknownCommand(name));
  const command = name as Command;
  if (askedHow) {
    process.stdout.write(helpText(command, process.stdout.columns));
    return 0;
  }
  if (RUNNERS.has(command)) keepThreadsLean();
  return attempt(command, async () => (await starts[command]())(rest));
}

async function attempt(command: string, start: () => Promise<number>): Promise<number> {
  try {
    return await start();
  } catch (error) {
    return complain(command, error);
  }
}

function unknownCommand(name: string): SettingsError {
  const near = nearest(name, [...Object.keys(commands), 'version', 'complete']);
  const carrier = settingsTable.find(({ flag }) => flag === `--${name}`)?.commands[0];
  const meant = carrier === undefined ? near : `${carrier} --${name}`;
  const hint = meant === undefined ? 'scim-conformance --help lists the commands.' : `Did you mean ${meant}?`;
  return new SettingsError(name, `There is no command "${name}".`, hint);
}

/** What failed, why, and what to do next, in three lines. */
function complain(command: string, error: unknown): number {
  if (error instanceof SettingsError) {
    const what = anythingWasSent()
      ? `${command} cannot continue.`
      : `${command} cannot start; nothing was sent.`;
    const notes = error.notes.map((note) => `Note: ${note}\n`);
    const lines = [...notes, `${what}\n`, `Why: ${error.message}\n`, `Next: ${error.hint}\n`];
    process.stderr.write(withoutCredential(lines.join('')));
    return 3;
  }
  if (error instanceof NotCleaned) {
    process.stderr.write(withoutCredential(`${error.message}\n${error.hint}\n`));
    return 2;
  }
  const machine = machineTrouble(error);
  if (machine !== undefined) {
    process.stderr.write(`${machine}\n`);
    return anythingWasSent() ? 2 : 3;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`The suite itself failed; please report this.\n${withoutCredential(text)}\n`);
  return 2;
}
