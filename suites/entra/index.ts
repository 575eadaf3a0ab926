import type { CatalogueEntry } from '../kit/check.ts';
import { creates } from './creates.ts';
import { lookups } from './lookups.ts';
import { updates } from './updates.ts';

/** How the Microsoft Entra provisioning service works, and what it asks of an endpoint. */
export const entra: CatalogueEntry[] = [...lookups, ...creates, ...updates];
