import { chooseProxy } from '../config/settings/proxy.ts';
import { isLoopback } from '../config/settings/tenantUrl.ts';
import { Edge } from '../kit/evidence/edge.ts';
import type { RunSetup } from '../kit/run/session/runSetup.ts';
import { unknownCapabilities } from '../schemas/capabilities.ts';
import { present } from '../schemas/present.ts';
import type { RunOrder } from './order.ts';

/** The edge of what an order makes beside its run: report, events, messages. */
export function makeEdge({
  endpoint,
  settings,
}: Pick<RunOrder, 'endpoint'> & { settings: Pick<RunOrder['settings'], 'headers' | 'proxy'> }): Edge {
  const proxy = chooseProxy(endpoint.url, settings.proxy, process.env);
  return new Edge({
    headers: settings.headers,
    ...present({ token: endpoint.token, proxy }),
  });
}

/** A tenant URL as journals and messages name it: it may hold the product key. */
export function shownUrl(url: string, token: string | undefined): string {
  return new Edge({ headers: {}, ...present({ token }) }).text(url);
}

/** What a run's session, guard and checks are told, before anything is known of the endpoint. */
export function makeSetup(
  {
    settings,
    profile,
    endpoint,
    toolVersion,
  }: Pick<RunOrder, 'settings' | 'profile' | 'endpoint' | 'toolVersion'>,
  runId: string,
): RunSetup {
  const url = new URL(endpoint.url);
  const proxy = chooseProxy(endpoint.url, settings.proxy, process.env);
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
    disposable:
      settings.disposable || 'embedded' in settings.target || settings.optIn.includes('destructive'),
    templates: settings.templates,
    domain: settings.names.domain,
    profile,
    capabilities: unknownCapabilities({
      https: url.protocol === 'https:',
      loopback: isLoopback(endpoint.url),
    }),
    firstExchange: 1,
    ...present({
      token: endpoint.token,
      proxy,
      rps: settings.rps,
      ca: endpoint.ca,
      probesPerSecond: endpoint.probesPerSecond,
    }),
  };
}
