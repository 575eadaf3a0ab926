import type { Settings } from '../../config/settings/settings.ts';
import { markdown } from '../../reporters/markdown.ts';
import { wantsColour } from '../../reporters/paint.ts';
import { summary } from '../../reporters/terminal.ts';
import { reportJson } from '../../reporters/write.ts';
import type { OwnSuites } from '../../runner/ownSuites.ts';
import { present } from '../../schemas/present.ts';
import { columns, executeAttended, lines } from '../open/attended.ts';
import { embeddedKnown, readCatalogueSettings } from '../open/start.ts';
import { nextAfter } from '../show/next.ts';
import { addToJobSummary } from '../show/summaryFile.ts';
import { printTrace } from '../show/trace.ts';

/** Leftovers of the embedded tenant that are named one by one. */
const SHOWN = 5;

/** `run` from its arguments; `--pilot` and `--plan` are commands of their own behind it. */
export async function startRun(argv: string[]): Promise<number> {
  const { settings, own } = await readCatalogueSettings('run', argv, embeddedKnown);
  if (settings.pilot) return (await import('./pilot.ts')).runPilot(settings);
  if (settings.plan) return (await import('./plan.ts')).plan(settings, own);
  return run(settings, own);
}

/**
 * `run`: the suite against an endpoint; the report in its folder, the result on stdout, progress on stderr.
 * @returns the exit code: 0 conformant, 1 not conformant, 2 incomplete; of a partial run 0 where nothing binding failed
 */
async function run(settings: Settings, own: OwnSuites): Promise<number> {
  const { report, folder, files, embeddedLeft } = await executeAttended(settings, own);
  printTrace(settings, report, folder);
  if (settings.json) process.stdout.write(reportJson(report));
  else {
    const colour = wantsColour(process.stdout, process.env);
    const height = lines();
    const next = nextAfter(report, files.json, { embedded: 'embedded' in settings.target });
    const options = {
      colour,
      width: columns(),
      where: files.html,
      ...present({ height, next }),
    };
    process.stdout.write(`${summary(report, options)}\n`);
  }
  tellOfLeft(embeddedLeft ?? []);
  addToJobSummary(markdown(report));
  return report.exitCode;
}

/** Names a few of the resources that stayed in the embedded tenant, which ends with the run. */
function tellOfLeft(left: readonly string[]): void {
  for (const one of left.slice(0, SHOWN)) process.stderr.write(`Left in the embedded tenant: ${one}\n`);
  if (left.length > SHOWN) process.stderr.write(`  and ${left.length - SHOWN} more, gone with the tenant\n`);
}
