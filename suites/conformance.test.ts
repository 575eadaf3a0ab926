import { inject } from 'vitest';
import { rowById } from '../config/requirements/catalogue.ts';
import type { CatalogueEntry } from '../kit/check/check.ts';
import { register } from '../kit/run/register.ts';
import { catalogue } from './catalogue.ts';
import { entriesOf } from './own.ts';

// The one entry that vitest runs. The main process hands over endpoint, capabilities and selection.
const setup = inject('conformance');
const own: CatalogueEntry[] = [];
for (const file of setup.suites) own.push(...entriesOf(await import(/* @vite-ignore */ file)).checks);
const rows = new Map(setup.rows.map((row) => [row.id, row]));

register([...catalogue, ...own], setup, (id) => rowById(id) ?? rows.get(id));
