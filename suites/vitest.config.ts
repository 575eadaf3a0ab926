import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { conformanceOptions } from './vitest.options.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// This file is used as it stands and compiled.
const ext = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** `npx vitest run -c suites/vitest.config.ts`: the endpoint of the environment, as vitest and its reporters show it. */
export default defineConfig({
  test: {
    ...conformanceOptions,
    root: here('.'),
    exclude: [],
    include: [`conformance.test.${ext}`],
    globalSetup: [here(`../cli/underVitest.${ext}`)],
    alias: [{ find: /^@smartfile\/scim-conformance$/, replacement: here(`../index.${ext}`) }],
    // Clean-up, which runs where a run is interrupted, may take a minute.
    teardownTimeout: 60_000,
    // What failed is a claim about the endpoint: the place in the suite says nothing of it.
    onStackTrace: () => false,
  },
});
