import { expect } from 'vitest';
import type { Report } from '../../reporters/model.ts';
import { type Defect, startTenant, type Tenant } from '../../tenant/index.ts';
import { atEndOfFile } from '../atEnd.ts';
import { command, newFolder, stack } from '../cli/command.ts';
import { bystandersOn } from '../kit/bystanders.ts';

export const FOREIGN = 500;

/** Most of these commands wait, for what does not become visible: several at a time, each with a tenant to the end of the file. */
export function closedAtEnd(tenant: Tenant): Tenant {
  atEndOfFile(() => tenant.close());
  return tenant;
}

export const ours = (tenant: Tenant) =>
  tenant.resources().filter(({ name }) => /conf-(?!0{8})[a-z0-9]{8}-[a-z0-9]{2}/i.test(name));
/** The people and groups of others that were reached; who is gone is gone from groups, too. */
export const reachedIn = (harm: string[]) => {
  const people = harm.filter((line) => line.includes('0000000a-'));
  return people.length > 0 ? people : harm.filter((line) => line.includes('0000000b-'));
};
export const failed = ({ checks }: Report) =>
  checks.filter(({ status }) => status === 'fail').flatMap(({ findings }) => findings.map(({ key }) => key));

/** A command against a tenant full of other people's accounts; what became of them, and what it said. */
export async function against(defects: (string | Defect)[], argv: string[], cwd = newFolder()) {
  const tenant = closedAtEnd(await startTenant({ population: FOREIGN, defects, token: 'key:password' }));
  const bystanders = await bystandersOn(tenant);
  const env = { SCIM_TENANT_URL: tenant.url, SCIM_TOKEN: 'key:password' };
  const patience = /certify|provision/.test(argv[0] ?? '') ? [] : ['--patience', '0s'];
  const end = await command([...argv, '--quiet', ...patience], { cwd, env });
  expect(end.stderr).not.toMatch(stack);
  return { ...end, cwd, tenant, harm: bystanders.harm() };
}

const product = ['--product', 'p', '--product-version', '1', '--vendor', 'v', '--contact', 'c'];
export const commands: Record<string, string[]> = {
  run: ['run', '--out', 'out'],
  certify: ['certify', '--out', 'out', '--skip-auth-probes', ...product],
  gate: ['gate', '--out', 'out'],
};
