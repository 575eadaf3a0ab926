import { existsSync, readFileSync } from 'node:fs';

/** The folder that holds package.json, as a file URL that ends with a slash; the same from sources and from dist. */
export const packageRoot: URL = findRoot();

function findRoot(): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const parent = new URL('../', folder);
    if (parent.href === folder.href) throw new Error('package.json not found above the suite: reinstall it');
    folder = parent;
  }
  return folder;
}

/**
 * Reads one of the data files that travel with the package (requirement rows, profiles, JSON Schemas).
 * @param path relative to the package root, such as `config/requirements/rfc7643.json`
 * @throws Error if the file is missing or is not JSON
 */
export function readPackageJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, packageRoot), 'utf8')) as T;
}
