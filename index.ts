export { type RunSettings, run } from './cli/api.ts';
export type { Row, Severity } from './config/row.ts';
export { SettingsError } from './config/settings/settings.ts';
export type { Report, ReportedCheck, ReportedRow, Verdict } from './reporters/model.ts';
export {
  type Breach,
  type Check,
  type CheckDefinition,
  type CheckTools,
  check,
  type Rule,
  rule,
} from './suites/kit/check.ts';
export type { Owned } from './suites/kit/given.ts';
export type { Finding } from './suites/kit/outcome.ts';
export type { Answered } from './suites/kit/request.ts';
export type { ScimResponse } from './suites/kit/response.ts';
export { startTenant, type Tenant, type TenantOptions } from './tenant/index.ts';
