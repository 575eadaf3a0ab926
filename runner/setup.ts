import { proxyOf } from '../config/settings/proxy.ts';
import { isLoopback } from '../config/settings/tenantUrl.ts';
import type { RunSetup } from '../kit/run/runSetup.ts';
import { unknownCapabilities } from '../schemas/capabilities.ts';
import type { RunOrder } from './order.ts';

/** What a run's session, guard and checks are told, before anything is known of the endpoint. */
export function setupOf(
  {
    settings,
    profile,
    endpoint,
    toolVersion,
  }: Pick<RunOrder, 'settings' | 'profile' | 'endpoint' | 'toolVersion'>,
  runId: string,
): RunSetup {
  const url = new URL(endpoint.url);
  const proxy = proxyOf(endpoint.url, settings.proxy, process.env);
  return {
    runId,
    seed: settings.seed,
    url: endpoint.url,
    headers: settings.headers,
    userAgent: `smartfile-scim-conformance/${toolVersion}`,
    timeoutMs: settings.timeoutMs,
    patienceMs: settings.patienceMs,
    concurrency: settings.concurrency,
    maxResources: settings.maxResources,
    insecure: settings.insecure,
    readOnly: settings.readOnly,
    optIn: settings.optIn,
    templates: settings.templates,
    domain: settings.names.domain,
    profile,
    capabilities: unknownCapabilities({
      https: url.protocol === 'https:',
      loopback: isLoopback(endpoint.url),
    }),
    firstExchange: 1,
    ...(endpoint.token === undefined ? {} : { token: endpoint.token }),
    ...(proxy && { proxy }),
    ...(settings.rps === undefined ? {} : { rps: settings.rps }),
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    ...(endpoint.probesPerSecond === undefined ? {} : { probesPerSecond: endpoint.probesPerSecond }),
  };
}
