import type { InlineConfig } from 'vite';

/**
 * How vite loads a user's suites, in this process and in the worker: without reading any configuration of the
 * folder that the command is called in, a broken tsconfig.json included.
 */
export const loaderOptions: InlineConfig = {
  configFile: false,
  envFile: false,
  // The types of vite do not name this option of its transformer yet.
  oxc: { tsconfig: false } as InlineConfig['oxc'] & object,
  css: { postcss: {} },
  logLevel: 'silent',
};
