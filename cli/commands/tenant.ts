import { readSettings } from '../../config/settings/readSettings.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { present } from '../../schemas/present.ts';
import { defects, faces, startTenant, type Tenant, variations } from '../../tenant/index.ts';
import { chooseFace, embeddedNames } from '../open/embedded.ts';
import { readInput } from '../open/start.ts';
import { nextCommand } from '../show/next.ts';
import { aligned, jsonDocument } from '../show/tables.ts';

/**
 * `tenant`: the embedded tenant on a port of the loopback, until SIGINT or SIGTERM. When it listens, stdout gets one
 * line: `READY <url> <token>`.
 * @returns the exit code, 0
 * @throws SettingsError where the port is taken, or a face, defect or variation does not exist
 */
export async function tenant(argv: string[]): Promise<number> {
  const settings = await readSettings({
    ...readInput('tenant', argv),
    known: embeddedNames,
  });
  const lists = asked(settings.tenant);
  if (Object.keys(lists).length > 0) {
    process.stdout.write(listing(lists, settings.json));
    return 0;
  }
  if (/[^\x21-\x7e]/.test(settings.tenant.token ?? ''))
    throw new SettingsError(
      '--token',
      '--token contains a character that no header can carry',
      'Use letters, digits and a colon, such as key:password.',
    );
  // Asked for before it starts: a signal that comes at once still finds somebody.
  const told = signalled();
  const running = await start(settings);
  process.stdout.write(`READY ${running.url} ${running.token}\n`);
  await told;
  await running.close();
  return 0;
}

async function start({ target, tenant: { port, token, latencyMs, population } }: Settings): Promise<Tenant> {
  const chosen = 'embedded' in target ? target.embedded : { defects: [], variations: [] };
  const face = chooseFace(chosen.face, chosen.defects);
  try {
    return await startTenant({
      port,
      latencyMs,
      population,
      defects: chosen.defects,
      variations: chosen.variations,
      ...present({ token, face }),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new SettingsError(
        '--port',
        `port ${port} is taken by another process`,
        'Choose another one with --port, or leave it out to use a free one.',
      );
    if (code === 'EACCES')
      throw new SettingsError(
        '--port',
        `port ${port} may not be used: ${message}`,
        'Choose one above 1023 with --port.',
      );
    throw error;
  }
}

interface Described {
  id: string;
  says: string;
}

/** The lists that are asked for, by name. */
function asked({ listFaces, listDefects, listVariations }: Settings['tenant']): Record<string, Described[]> {
  return {
    ...(listFaces && { faces: Object.entries(faces).map(([id, { says }]) => ({ id, says })) }),
    ...(listDefects && {
      defects: defects.map(({ id, says, face = 'full', breaks, kills }) => ({
        id,
        says,
        face,
        breaks,
        kills,
      })),
    }),
    ...(listVariations && {
      variations: variations.map(({ id, says, basis, smartfileRows = [] }) => ({
        id,
        says,
        basis,
        smartfileRows,
      })),
    }),
  };
}

function listing(described: Record<string, Described[]>, json: boolean): string {
  const lists = Object.values(described);
  // One list is the document; several are its members.
  if (json) return jsonDocument(lists.length === 1 ? lists[0] : described);
  const [kind = ''] = Object.keys(described);
  const flag = `--${kind.replace(/s$/, '')}`;
  const next = nextCommand(`run --embedded ${flag} <name>`, 'runs the checks on such a tenant');
  return `${lists.map((list) => `${aligned(list.map(({ id, says }) => [id, says]))}\n`).join('\n')}${next}`;
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
