import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../schemas/packageRoot.ts';

/** How much longer these tests take than in CI; each can be set in the environment. */
const LONG = {
  SOAK_KILLS: '500',
  SOAK_LANES: '4',
  SOAK_RUNS: '50',
  SOAK_TOKENS: '60',
  FUZZ_SECONDS: '60',
  PROOFS: 'full',
  DETECTION: 'full',
};

/** Folders with proofs of which `npm test` tries a part; `npm run vary` has its own. */
const FOLDERS = [
  'safety',
  'detection',
  'package',
  'story',
  'cli',
  'runner',
  'diagnosis',
  'suites',
  'tenant',
  'browser',
].map((name) => `tests/${name}/`);

interface Results {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    startTime: number;
    endTime: number;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

/** Runs these tests at length and prints what they came to; ends with 1 where one failed. */
function soak(): number {
  const root = fileURLToPath(packageRoot);
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const file = join(folder, 'results.json');
  const env = { ...LONG, ...process.env };
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const argv = [vitest, 'run', ...FOLDERS, '--reporter=default', '--reporter=json', `--outputFile=${file}`];
  const started = performance.now();
  spawnSync(process.execPath, [...argv, ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' });
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  rmSync(folder, { recursive: true, force: true });
  const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)} min`;
  process.stdout.write(
    `${[
      '',
      `Soak: ${env.SOAK_KILLS} kills, ${env.SOAK_RUNS} repeated runs, ${env.FUZZ_SECONDS} s for each parser`,
      ...results.testResults.map(({ name, startTime, endTime, assertionResults }) => {
        const passed = assertionResults.filter(({ status }) => status === 'passed').length;
        return `  ${relative(root, name)}: ${passed} of ${assertionResults.length} passed in ${minutes(endTime - startTime)}`;
      }),
      ...results.testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => `  failed: ${fullName}`),
      `${results.numPassedTests} passed, ${results.numFailedTests} failed in ${minutes(performance.now() - started)}`,
    ].join('\n')}\n`,
  );
  return results.numFailedTests === 0 ? 0 : 1;
}

process.exitCode = soak();
