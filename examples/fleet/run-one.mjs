// Runs one tenant of tenants.json: by JOB_COMPLETION_INDEX, as an Indexed Job sets it, or by name.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [, , file = 'tenants.json', name = process.env.JOB_COMPLETION_INDEX ?? '0'] = process.argv;
const tenants = JSON.parse(readFileSync(file, 'utf8'));
const tenant = tenants.find((one) => one.name === name) ?? tenants[Number(name)];
if (tenant === undefined) {
  console.error(`${file} has no tenant ${name}`);
  process.exit(3);
}
const out = `${process.env.REPORTS ?? 'reports'}/${tenant.name}/${new Date().toISOString().replaceAll(/[:.]/g, '')}`;
const words = [
  'run',
  '--url',
  tenant.url,
  '--token-env',
  tenant.tokenEnv,
  '--allow-writes',
  '--quiet',
  '--out',
  out,
];
const { status } = spawnSync(process.env.SCIM_CONFORMANCE ?? 'scim-conformance', words, { stdio: 'inherit' });
// A verdict is no failure of the job; only what could not be judged is.
process.exit(status === 0 || status === 1 ? 0 : (status ?? 2));
