import { inject } from 'vitest';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { register } from '../kit/run/underVitest.ts';
import { catalogueWith } from './catalogue.ts';
import { readOwnEntries } from './own.ts';

// The one entry that vitest runs. Who opened the run hands over endpoint, capabilities and selection.
const setup = inject('conformance');
const checks: CatalogueEntry[] = [];
for (const file of setup.suites) checks.push(...readOwnEntries(await import(/* @vite-ignore */ file)).checks);

register(catalogueWith({ checks, rows: setup.rows }), setup);
