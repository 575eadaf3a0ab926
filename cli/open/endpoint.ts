import type { Settings } from '../../config/settings/settings.ts';
import { isLoopback } from '../../config/settings/tenantUrl.ts';
import { readUserText } from '../../config/userFile.ts';
import type { RunOrder } from '../../runner/order.ts';
import { makeEdge } from '../../runner/setup.ts';
import { present } from '../../schemas/present.ts';
import type { Tenant } from '../../tenant/index.ts';
import { confide } from './confided.ts';

/** How many requests with bad credentials an endpoint gets in a second where no account of anybody can be locked. */
const PROBES_OF_OURS = 100;

/** An endpoint that a command can reach. */
export interface Reached {
  endpoint: RunOrder['endpoint'];
  /** The embedded tenant, where that is it. */
  tenant?: Tenant;
  /** Ends the embedded tenant. */
  close(): Promise<void>;
}

/** The configured endpoint, or the embedded tenant, which is started. */
export async function reachEndpoint(settings: Settings): Promise<Reached> {
  const { target } = settings;
  if (!('embedded' in target)) return { endpoint: requireEndpoint(settings), close: async () => {} };
  // Loaded where it is used: it is half as large as the catalogue.
  const [{ startTenant }, { chooseFace }] = await Promise.all([
    import('../../tenant/index.ts'),
    import('./embedded.ts'),
  ]);
  const { defects, variations } = target.embedded;
  const face = chooseFace(target.embedded.face, defects);
  const tenant = await startTenant({ defects, variations, ...present({ face }) });
  return {
    endpoint: {
      url: tenant.url,
      entraFlags: [],
      token: tenant.token,
      embedded: true,
      probesPerSecond: PROBES_OF_OURS,
      ...(tenant.ca ? { ca: tenant.ca } : {}),
    },
    tenant,
    close: () => tenant.close(),
  };
}

/**
 * The configured endpoint with its token and certificate authority. One of this machine, and one that may be destroyed,
 * is not spared bad credentials.
 */
export function requireEndpoint(settings: Settings): RunOrder['endpoint'] {
  const { target, token, caFile } = settings;
  if ('embedded' in target) throw new Error('an embedded target has a tenant');
  const endpoint = {
    url: target.url,
    entraFlags: target.entraFlags,
    ...present({ token }),
    ...((settings.disposable || isLoopback(target.url)) && { probesPerSecond: PROBES_OF_OURS }),
    ...(caFile === undefined ? {} : { ca: readUserText(caFile, false) }),
  };
  confide(makeEdge({ endpoint, settings }));
  return endpoint;
}
