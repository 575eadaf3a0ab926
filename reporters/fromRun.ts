import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../config/profile.ts';
import { severityOf } from '../config/profiles.ts';
import { catalogueDigest } from '../config/requirements/catalogue.ts';
import type { Settings } from '../config/settings/settings.ts';
import { groupName } from '../kit/check/definition.ts';
import { EXCHANGES_FILE } from '../kit/evidence/evidence.ts';
import { type Exchange, isExchange } from '../kit/evidence/exchange.ts';
import type { RunResult } from '../runner/runSuite.ts';
import { present } from '../schemas/present.ts';
import { catalogueVersion } from '../suites/catalogue.ts';
import { buildReport } from './build.ts';
import type { Report } from './model.ts';

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const NEWLINE = 0x0a;

/** What a report says beside what the run came to. */
export interface ReportContext {
  settings: Pick<Settings, 'seed' | 'insecure' | 'certify'>;
  profile: Profile;
  endpoint: { url: string; entraFlags: string[]; embedded?: true };
  tool: Report['tool'];
}

/** Product and version as one name; undefined where nobody said what the endpoint belongs to. */
function nameProduct({ certify: { product, version } }: ReportContext['settings']): string | undefined {
  return [product, version].filter(Boolean).join(' ') || undefined;
}

/**
 * Makes the report of a run out of its result and its evidence.
 * @param exchanges those of its folder, for whoever has read them
 */
export function reportRun(
  result: RunResult,
  context: ReportContext,
  exchanges: readonly Exchange[] = readExchanges(result.folder),
): Report {
  const { profile } = context;
  const { catalogue } = result;
  const definitions = catalogue.entries.map((entry) => ({
    id: entry.id,
    title: entry.title,
    group: groupName(entry.id),
    verifies: entry.verifies,
    severity: catalogue.severityOf(entry, profile),
  }));
  const digest = createHash('sha256')
    .update(catalogueDigest())
    .update(JSON.stringify(definitions))
    .digest('hex');
  return buildReport({
    tool: context.tool,
    catalogue: { version: catalogueVersion, digest },
    run: {
      id: result.runId,
      seed: context.settings.seed,
      startedAt: result.startedAt,
      finishedAt: result.finishedAt,
      ...present({ ended: result.ended }),
    },
    target: {
      url: context.endpoint.url,
      entraFlags: context.endpoint.entraFlags,
      ...(context.settings.insecure &&
        context.endpoint.url.startsWith('https:') && { insecure: true as const }),
      ...present({ embedded: context.endpoint.embedded, product: nameProduct(context.settings) }),
      ...present({ capabilities: result.capabilities }),
    },
    profile,
    severityOf: (row) => severityOf(row, profile),
    scope: {
      kind: result.selection.kind,
      filters: result.selection.filters,
      terms: result.selection.terms,
    },
    definitions,
    rows: catalogue.rows,
    outcomes: result.outcomes,
    notRun: result.selection.notRun,
    exchanges,
    leftovers: result.leftovers,
  });
}

/**
 * Every exchange of a run's folder, by number; what is none, as a line that was cut while it was written, is passed
 * over.
 */
export function readExchanges(folder: string): Exchange[] {
  const file = join(folder, EXCHANGES_FILE);
  if (!existsSync(file)) return [];
  const exchanges: Exchange[] = [];
  for (const line of linesOf(file)) {
    try {
      const exchange: unknown = line === '' ? undefined : JSON.parse(line);
      if (isExchange(exchange)) exchanges.push(exchange);
    } catch {
      // Cut, or written by somebody else.
    }
  }
  return exchanges.sort((a, b) => a.number - b.number);
}

/** The lines of a file, each decoded by itself: as one text, the file would take twice its size and more. */
function* linesOf(file: string): Generator<string> {
  const bytes = readFileSync(file);
  let start = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(NEWLINE, start);
    const until = end === -1 ? bytes.length : end;
    yield bytes.toString('utf8', start, until);
    start = until + 1;
  }
}
