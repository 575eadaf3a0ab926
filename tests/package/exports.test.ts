import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type {
  Answered,
  Breach,
  Check,
  CheckDefinition,
  CheckTools,
  Finding,
  Fixture,
  Owned,
  Report,
  ReportedCheck,
  ReportedRow,
  Row,
  Rule,
  RunSettings,
  ScimResponse,
  Severity,
  SharedAnswer,
  Tenant,
  TenantOptions,
  Verdict,
} from '../../index.ts';
import * as library from '../../index.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';

// A name that is taken away or added here is a change of the public interface: mind the version.
test('the values that the package exports', () => {
  expect(Object.keys(library).sort()).toEqual([
    'SettingsError',
    'check',
    'fixture',
    'rule',
    'run',
    'sharedAnswer',
    'startTenant',
  ]);
});

test('the types that the package exports', () => {
  const used: UsedTypes[] = [];
  expect(used).toEqual([]);
  const text = readFileSync(new URL('index.ts', packageRoot), 'utf8').replaceAll(/\/\/.*/g, '');
  const names = [...text.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.replace(/^\s*type\s+/, '').trim())
      .filter((name) => name !== ''),
  );
  expect(names.sort()).toEqual(
    [
      ...['Answered', 'Breach', 'Check', 'CheckDefinition', 'CheckTools', 'Finding', 'Fixture'],
      ...['Owned', 'Report', 'fixture'],
      ...['ReportedCheck', 'ReportedRow', 'Row', 'Rule', 'RunSettings', 'ScimResponse', 'Severity'],
      ...[
        'SettingsError',
        'SharedAnswer',
        'Tenant',
        'TenantOptions',
        'Verdict',
        'check',
        'rule',
        'run',
        'sharedAnswer',
        'startTenant',
      ],
    ].sort(),
  );
});

/** Members on which code outside rests; it compiles as long as they keep their types. */
interface UsedTypes {
  definition: CheckDefinition & { id: string; verifies: string[]; title: string };
  check: Check['run'] extends (tools: CheckTools) => Promise<void> ? true : never;
  rule: Parameters<Rule['breaks']>[0] extends Answered ? true : never;
  breach: Pick<Breach, 'key' | 'expected' | 'observed'>;
  owned: Pick<Owned, 'id' | 'path'>;
  response: Pick<ScimResponse, 'status' | 'headers' | 'body' | 'text'>;
  finding: Pick<Finding, 'key' | 'row' | 'exchanges'>;
  fixture: Pick<Fixture<Owned>, 'key' | 'make'>;
  sharedAnswer: Pick<SharedAnswer, 'key' | 'ask'>;
  row: Pick<Row, 'id' | 'source' | 'statement' | 'severity'>;
  severity: Severity extends 'violation' | 'warning' | 'note' ? true : never;
  settings: RunSettings & { url?: string; token?: string; profile?: string };
  report: Pick<Report, 'schemaVersion' | 'verdict' | 'checks' | 'rows'>;
  reportedCheck: Pick<ReportedCheck, 'id' | 'status' | 'severity'>;
  reportedRow: Pick<ReportedRow, 'id' | 'state' | 'inScope'>;
  verdict: Verdict extends 'conformant' | 'not conformant' | 'incomplete' ? true : never;
  tenant: Pick<Tenant, 'url' | 'token' | 'close'>;
  tenantOptions: Pick<TenantOptions, 'port' | 'face' | 'defects'>;
}
