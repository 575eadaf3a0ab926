import {
  assignedScope,
  compileRules,
  Directory,
  type DirectoryContents,
  Engine,
  type EngineOptions,
  type LogEntry,
  type Scope,
} from '../../clients/entra/engine/index.ts';
import { loadProfile } from '../../config/profiles.ts';
import { newRunId } from '../../kit/check/random.ts';
import { memoryEvidence } from '../../kit/evidence/evidence.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { Run } from '../../kit/run/run.ts';
import { memoryJournal } from '../../kit/safety/journal/journal.ts';
import { trackOwnership } from '../../runner/ownership.ts';
import { unknownCapabilities } from '../../schemas/capabilities.ts';
import { startTenant, type Tenant, type TenantOptions } from '../../tenant/index.ts';
import { atEndOfFile } from '../atEnd.ts';

export async function tenantFor(options: TenantOptions = {}): Promise<Tenant> {
  const tenant = await startTenant(options);
  atEndOfFile(() => tenant.close());
  return tenant;
}

/** A run in this process against a tenant. */
export function runFor(
  tenant: Tenant,
  token = tenant.token,
  capabilities = unknownCapabilities({ https: false, loopback: true }),
): { run: Run; exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  const run = new Run(
    {
      runId: newRunId(),
      seed: 'a test',
      url: tenant.url,
      token,
      headers: {},
      userAgent: 'test',
      timeoutMs: 5_000,
      patienceMs: 0,
      concurrency: 4,
      insecure: false,
      readOnly: false,
      optIn: [],
      templates: {},
      domain: 'example.test',
      profile: loadProfile('smartfile'),
      capabilities,
      firstExchange: 1,
    },
    { evidence: memoryEvidence(exchanges), journal: memoryJournal() },
    [],
  );
  atEndOfFile(() => run.close());
  return { run, exchanges };
}

/** A job with the mapping of SmartFile over a directory. */
export function jobFor(
  run: Run,
  contents: Omit<DirectoryContents, 'changes'>,
  options: Partial<EngineOptions> & { scope?: Scope } = {},
): { engine: Engine; directory: Directory; log: LogEntry[] } {
  const directory = new Directory(contents);
  const rules = compileRules(loadProfile('smartfile'));
  const log: LogEntry[] = [];
  const engine = new Engine({
    scim: run.client({ check: 'provision', ordinal: 0, exchanges: [] }),
    directory,
    rules,
    scope: assignedScope,
    users: '/Users',
    groups: '/Groups',
    hardOnly: true,
    dialect: 'default',
    concurrency: 4,
    log: (entry) => log.push(entry),
    ownership: trackOwnership(run, rules),
    ...options,
  });
  return { engine, directory, log };
}
