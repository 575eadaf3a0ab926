import {
  compileRules,
  exportedActions,
  exportedScope,
  readDirectory,
} from '../../clients/entra/engine/index.ts';
import { exportedSchema } from '../../config/mapping/exported.ts';
import { readMapping, withMapping } from '../../config/mapping/read.ts';
import { loadProfile } from '../../config/profiles.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { jobFor, runFor, tenantFor } from './job.ts';

export const makeRules = (data: unknown) => {
  const read = readMapping(data, 'schema.json');
  return { ...compileRules(withMapping(loadProfile('entra'), read)), read };
};

export const people = [
  {
    objectId: 'adele',
    userPrincipalName: 'adele@corp.example.test',
    mail: 'adele@corp.example.test',
    mailNickname: 'adele',
    displayName: 'Adele Vance',
    givenName: 'Adele',
    surname: 'Vance',
    jobTitle: 'Retail Manager',
    department: 'Sales',
    employeeId: '1001',
    city: 'Oslo',
    streetAddress: '1 Long Road',
    telephoneNumber: '+47 1234',
    mobile: '+47 9999',
  },
  {
    objectId: 'alex',
    userPrincipalName: 'alex@corp.example.test',
    mailNickname: 'alex',
    displayName: 'Alex Wilber',
    givenName: 'Alex',
    surname: 'Wilber',
    department: 'Support',
    manager: 'adele',
  },
];
const groups = [{ objectId: 'sales', displayName: 'Sales', members: ['adele', 'alex'] }];

/** Runs a job of an export to its proof. */
export async function converge(
  data: unknown,
  directory: unknown = { users: people, groups },
  dialect: 'default' | 'flag' = 'default',
) {
  const tenant = await tenantFor();
  const { run, exchanges } = runFor(tenant);
  const exported = exportedSchema(data);
  const {
    engine,
    directory: held,
    log,
  } = jobFor(run, readDirectory(directory, 'd.json'), {
    rules: makeRules(data),
    dialect,
    ...(exported && {
      scope: exportedScope(exported, 'schema.json'),
      actions: exportedActions(exported, 'schema.json'),
    }),
  });
  const first = await engine.cycle('initial');
  return { tenant, run, engine, directory: held, log, first, exchanges };
}

export const bodies = (exchanges: Exchange[], method: string) =>
  exchanges.filter((one) => one.method === method).map(({ request }) => JSON.parse(request.body ?? '{}'));
