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

/** Makes the report of a run out of its result and the evidence in its folder. */
export function reportRun(result: RunResult, context: ReportContext): Report {
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
    exchanges: readExchanges(result.folder),
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
  return readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line) => {
      try {
        const exchange: unknown = line === '' ? undefined : JSON.parse(line);
        return isExchange(exchange) ? [exchange] : [];
      } catch {
        return [];
      }
    })
    .sort((a, b) => a.number - b.number);
}
