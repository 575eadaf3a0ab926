import { loadProfile } from '../../config/profiles.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { Catalogue } from '../../kit/check/catalogue.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import { newRunId } from '../../kit/check/random.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { makePlan } from '../../kit/run/plan.ts';
import type { Run } from '../../kit/run/run.ts';
import { runPlan } from '../../kit/run/runPlan.ts';
import type { RunSetup } from '../../kit/run/session/runSetup.ts';
import type { Leftover } from '../../kit/safety/cleanUp/leftover.ts';
import { openInMemory } from '../../runner/open/openRun.ts';
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
  /** The run is told to stop when so many checks have come to their end. */
  stopAfter?: number;
}

/** Runs the catalogue against an endpoint in this process, without vitest's worker and without files. */
export async function runInProcess(
  endpoint: { url: string; token: string; ca?: string },
  wishes: Wishes = {},
): Promise<InProcess> {
  const {
    profileName = 'smartfile',
    entries = catalogue,
    selected = () => true,
    stopAfter,
    ...differs
  } = wishes;
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
  const all = new Catalogue(entries, loadRows());
  const asked = entries.filter((entry) => all.isAsked(entry, profile) && optedIn(entry));
  const plan = makePlan(new Catalogue(asked, all.rows), ({ id }) => selected(id));
  try {
    const run = await opened.begin(await opened.discover(), plan.rules);
    const outcomes = new Map<string, Outcome>();
    const leftovers = await runPlan(plan, run, (outcome) => {
      outcomes.set(outcome.id, outcome);
      if (outcomes.size === stopAfter) run.stop('deadline', true);
    });
    return { outcomes, leftovers, exchanges, run };
  } finally {
    await opened.close();
  }
}
