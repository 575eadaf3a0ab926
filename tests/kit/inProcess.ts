import { loadProfile } from '../../config/profiles.ts';
import { rowById } from '../../config/requirements/catalogue.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { planOf, runPlan } from '../../kit/run/phases.ts';
import { newRunId } from '../../kit/run/random.ts';
import type { Run } from '../../kit/run/run.ts';
import type { RunSetup } from '../../kit/run/runSetup.ts';
import type { Leftover } from '../../kit/safety/leftover.ts';
import { openInMemory } from '../../runner/open/openRun.ts';
import { asksFor } from '../../runner/select.ts';
import { unknownCapabilities } from '../../schemas/capabilities.ts';
import { catalogue } from '../../suites/catalogue.ts';

export interface InProcess {
  outcomes: Map<string, Outcome>;
  leftovers: Leftover[];
  exchanges: Exchange[];
  /** The run, at its end. */
  run: Run;
}

export interface Wishes extends Partial<Omit<RunSetup, 'profile' | 'capabilities'>> {
  profileName?: string;
  entries?: CatalogueEntry[];
  selected?: (id: string) => boolean;
}

/** Runs the catalogue against an endpoint in this process, without vitest's worker and without files. */
export async function runInProcess(
  endpoint: { url: string; token: string; ca?: string },
  wishes: Wishes = {},
): Promise<InProcess> {
  const { profileName = 'smartfile', entries = catalogue, selected = () => true, ...differs } = wishes;
  const exchanges: Exchange[] = [];
  const profile = loadProfile(profileName);
  const target = { https: endpoint.url.startsWith('https:'), loopback: true };
  const base = {
    runId: newRunId(),
    seed: 'a test',
    url: endpoint.url,
    token: endpoint.token,
    headers: {},
    userAgent: 'smartfile-scim-conformance/test',
    timeoutMs: 5_000,
    patienceMs: 0,
    concurrency: 8,
    insecure: false,
    readOnly: false,
    optIn: [],
    templates: {},
    domain: 'example.test',
    profile,
    firstExchange: 1,
    probesPerSecond: 1_000,
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    ...differs,
  };
  const opened = openInMemory({ setup: { ...base, capabilities: unknownCapabilities(target) }, exchanges });
  const optedIn = ({ optIn }: CatalogueEntry) => optIn === undefined || base.optIn.includes(optIn);
  const asked = entries.filter((entry) => asksFor(profile, entry, rowById) && optedIn(entry));
  const plan = planOf(asked, (id) => selected(id));
  try {
    const run = await opened.begin(await opened.discover(), plan.rules);
    const { outcomes, leftovers } = await runPlan(plan, run, rowById);
    return { outcomes: new Map(outcomes.map((outcome) => [outcome.id, outcome])), leftovers, exchanges, run };
  } finally {
    await opened.close();
  }
}
