import {
  assignedScope,
  compileRules,
  type DirectoryContents,
  readDirectory,
  syntheticDirectory,
} from '../../clients/entra/engine/index.ts';
import type { Mapping } from '../../config/profile.ts';
import { loadProfile } from '../../config/profiles.ts';
import { makeMarker, newRunId } from '../../kit/check/random.ts';
import { openInMemory } from '../../runner/open/openRun.ts';
import { type Provisioned, provision } from '../../runner/provision.ts';
import { unknownCapabilities } from '../../schemas/capabilities.ts';
import type { Tenant } from '../../tenant/index.ts';
import { newFolder } from '../cli/command.ts';
import { people } from './converge.ts';

/** A whole job as the command runs it, discovery and first contact included, with names of the run or of a directory. */
export async function provisionAll(
  tenant: Tenant,
  names: 'synthetic' | 'own' | object,
  {
    patienceMs = 0,
    hardOnly = true,
    mapping = [],
  }: { patienceMs?: number; hardOnly?: boolean; mapping?: Mapping[] } = {},
): Promise<Provisioned> {
  const profile = loadProfile('smartfile');
  const runId = newRunId();
  const folder = newFolder();
  const target = { https: false, loopback: true };
  const setup = {
    runId,
    seed: 'a test',
    url: tenant.url,
    token: tenant.token,
    headers: {},
    userAgent: 'test',
    timeoutMs: 5_000,
    patienceMs,
    concurrency: 4,
    insecure: false,
    readOnly: false,
    optIn: [],
    templates: {},
    domain: 'example.test',
    profile,
    firstExchange: 1,
    capabilities: unknownCapabilities(target),
  };
  const opened = openInMemory({ setup });
  try {
    const run = await opened.begin(await opened.discover(), []);
    const contents: DirectoryContents =
      names === 'own'
        ? readDirectory(
            { users: people, groups: [{ objectId: 'g', displayName: 'Sales', members: ['adele', 'alex'] }] },
            'd.json',
          )
        : typeof names === 'object'
          ? readDirectory(names, 'd.json')
          : syntheticDirectory({
              marker: makeMarker(runId),
              domain: 'example.test',
              users: 6,
              groups: 2,
              cycles: 2,
            });
    return await provision({
      run,
      contents,
      rules: compileRules({ ...profile, mapping: [...profile.mapping, ...mapping] }),
      scope: assignedScope,
      dialect: 'default',
      hardOnly,
      cycles: contents.changes.length + 1,
      keep: false,
      folder,
      log: () => {},
      say: () => {},
    });
  } finally {
    await opened.close();
  }
}
