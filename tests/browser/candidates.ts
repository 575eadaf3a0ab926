import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from 'playwright-core';

/** A browser that may be on this machine. */
export interface Candidate {
  name: string;
  options: Pick<LaunchOptions, 'executablePath' | 'channel'>;
}

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/**
 * Chromium, Chrome and Edge, in the order in which they are tried: what CHROME_PATH names, what lies on the path, what
 * is installed where Chrome and Edge usually are, what Playwright downloaded.
 */
export function candidates(env: Record<string, string | undefined>): Candidate[] {
  const named = env.CHROME_PATH ? [env.CHROME_PATH] : [];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const paths = [...named, ...onPath, '/Applications/Chromium.app/Contents/MacOS/Chromium'];
  return [
    ...paths.filter(isExecutable).map((path) => ({ name: path, options: { executablePath: path } })),
    { name: 'Chrome', options: { channel: 'chrome' } },
    { name: 'Edge', options: { channel: 'msedge' } },
    ...[chromium.executablePath()]
      .filter(isExecutable)
      .map((path) => ({ name: path, options: { executablePath: path } })),
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
