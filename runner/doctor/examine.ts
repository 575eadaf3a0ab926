import { memoryEvidence } from '../../suites/kit/evidence.ts';
import { memoryJournal } from '../../suites/kit/journal.ts';
import { Run, type RunSetup } from '../../suites/kit/run.ts';
import { authenticationStep, discoveryStep, httpStep, rateStep, testConnectionStep } from './answers.ts';
import { dnsStep, tcpStep, tlsStep } from './network.ts';
import { inOrder, type Step } from './steps.ts';

/** Examines an endpoint from the name of its host up to Entra's first requests; sends nothing but reads. */
export async function examine(setup: RunSetup): Promise<Step[]> {
  const url = new URL(setup.url);
  const run = new Run(
    { ...setup, readOnly: true },
    { evidence: memoryEvidence(), journal: memoryJournal() },
    [],
  );
  const scim = run.client({ check: 'doctor', ordinal: 0, exchanges: [] });
  try {
    return await inOrder([
      { name: 'DNS', run: () => dnsStep(url) },
      { name: 'TCP', run: () => tcpStep(url) },
      { name: 'TLS', run: () => tlsStep(url, setup.ca) },
      { name: 'HTTP', run: () => httpStep(scim) },
      { name: 'Authentication', run: () => authenticationStep(scim) },
      { name: 'Test Connection', run: () => testConnectionStep(scim) },
      { name: 'Discovery', run: () => discoveryStep(scim) },
      { name: 'Rate', run: () => rateStep(scim) },
    ]);
  } finally {
    await run.close();
  }
}
