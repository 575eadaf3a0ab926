import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { createVitest, type Reporter } from 'vitest/node';
import type { WorkerSetup } from '../kit/run/underVitest.ts';
import { packageRoot } from '../schemas/packageRoot.ts';
import { present } from '../schemas/present.ts';
import { conformanceOptions } from '../suites/vitest.options.ts';
import type { Told } from './drive.ts';
import { loaderOptions } from './loader.ts';

// The thread in which vitest runs for the commands; `drive.ts` starts it and says what to run.
const dist = fileURLToPath(new URL('dist/', packageRoot));
const entry = `${dist}suites/conformance.test.js`;
const escaped = (path: string) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const tell = (told: Told) => parentPort?.postMessage(told);

parentPort?.once('message', async (setup: WorkerSetup) => {
  await runEntry(setup);
  // What was told is delivered before the thread ends.
  parentPort?.close();
});

/** Configuration files of the user's folder are not read, nothing is written beside the run's own folder. */
async function runEntry(setup: WorkerSetup): Promise<void> {
  const vitest = await createVitest(
    'test',
    {
      ...conformanceOptions,
      root: dist,
      config: false,
      api: false,
      cache: false,
      include: [],
      reporters: [collector()],
      disableConsoleIntercept: true,
      provide: { conformance: setup },
      alias: [
        { find: /^@smartfile\/scim-conformance$/, replacement: `${dist}index.js` },
        { find: /^vitest$/, replacement: fileURLToPath(import.meta.resolve('vitest')) },
      ],
      server: { deps: { inline: [new RegExp(escaped(entry))], external: [new RegExp(escaped(dist))] } },
    },
    { ...loaderOptions, clearScreen: false },
  );
  try {
    await vitest.standalone();
    await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(entry)], true);
  } finally {
    await vitest.close();
  }
}

/** Passes on what came of each check, and what became of the run. */
function collector(): Reporter {
  let crash: string | undefined;
  return {
    onTestCaseResult(test) {
      const { outcome } = test.meta();
      if (outcome) return tell({ outcome });
      const error = test.result().errors?.[0];
      if (error) crash ??= `${test.name}: ${error.message}`;
    },
    onTestModuleEnd(module) {
      const { outcomes = [], leftovers, lost } = module.meta();
      for (const outcome of outcomes) tell({ outcome });
      crash ??= module.errors()[0]?.message;
      tell({ ...present({ leftovers, lost }) });
    },
    onTestRunEnd(_modules, errors) {
      crash ??= errors[0] && inWords(errors[0]);
      if (crash !== undefined) tell({ crash });
    },
  };
}

/** An error with what it was caused by, the outermost first. */
function inWords(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, cause } = error as { message?: unknown; cause?: unknown };
  return [String(message), ...(cause ? [inWords(cause)] : [])].join(' ');
}
