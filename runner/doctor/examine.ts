import type { RunSetup } from '../../kit/run/session/runSetup.ts';
import { openInMemory } from '../open/openRun.ts';
import { authenticationStep, discoveryStep, httpStep, rateStep, testConnectionStep } from './answers.ts';
import { dnsStep, tcpStep, tlsStep } from './network.ts';
import { inOrder, ok, type Step } from './steps.ts';

/** Examines an endpoint from the name of its host up to Entra's first requests; sends nothing but reads. */
export async function examine(setup: RunSetup): Promise<Step[]> {
  const url = new URL(setup.url);
  const opened = openInMemory({ setup: { ...setup, readOnly: true }, attended: true });
  const { run } = opened;
  const scim = run.client({ check: 'doctor', ordinal: 0, exchanges: [] });
  try {
    const steps = await inOrder([
      ...(proxied(url, setup.proxy)
        ? [{ name: 'Proxy', run: async () => [proxyStep(url, setup.proxy)] }]
        : [
            { name: 'DNS', run: () => dnsStep(url, run.signal) },
            { name: 'TCP', run: () => tcpStep(url, run.signal) },
            { name: 'TLS', run: () => tlsStep(url, setup.ca, run.signal) },
          ]),
      { name: 'HTTP', run: () => httpStep(scim) },
      { name: 'Authentication', run: () => authenticationStep(scim) },
      { name: 'Test Connection', run: () => testConnectionStep(scim) },
      { name: 'Discovery', run: () => discoveryStep(scim, setup) },
      { name: 'Rate', run: () => rateStep(scim) },
    ]);
    return steps.map((step) => ({ ...run.edge.all(step), state: step.state }));
  } finally {
    await opened.close();
  }
}

/** Whether the endpoint is behind a proxy; hosts that NO_PROXY names are not, as far as their names tell. */
function proxied(url: URL, proxy: RunSetup['proxy']): boolean {
  if (proxy === undefined) return false;
  const except = proxy.except.split(/[\s,]+/).filter((host) => host !== '');
  return !except.some(
    (host) => host === '*' || `.${url.hostname}`.endsWith(`.${host.replace(/^[*.]+/, '')}`),
  );
}

/** Behind a proxy neither name nor connection nor certificate are seen from here; HTTP shows whether they work. */
function proxyStep(url: URL, proxy: RunSetup['proxy']): Step {
  const address = url.protocol === 'https:' ? proxy?.https : proxy?.http;
  const { host } = new URL(address || 'http://unknown');
  return ok('Proxy', `${url.host} is reached through the proxy ${host}, which resolves its name`);
}
