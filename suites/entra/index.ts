import type { CatalogueEntry } from '../../kit/check/check.ts';
import { creates } from './creates.ts';
import { credentials } from './credentials.ts';
import { details } from './details.ts';
import { discovery } from './discovery.ts';
import { engine } from './engine.ts';
import { engineLeavers } from './engineLeavers.ts';
import { groups, missingGroups } from './groups.ts';
import { load } from './load.ts';
import { lookups } from './lookups.ts';
import { manager } from './manager.ts';
import { mapping } from './mapping.ts';
import { memberships } from './memberships.ts';
import { openFilters } from './openFilters.ts';
import { patchMessages } from './patchMessages.ts';
import { pathlessUpdates } from './pathlessUpdates.ts';
import { softDelete } from './softDelete.ts';
import { stored } from './stored.ts';
import { takenValues } from './takenValues.ts';
import { unusualCreates } from './unusualCreates.ts';
import { unusualNames } from './unusualNames.ts';
import { unusualUrns } from './unusualUrns.ts';
import { updates } from './updates.ts';
import { validator } from './validator.ts';
import { valueForms } from './valueForms.ts';
import { valuePaths } from './valuePaths.ts';
import { wire } from './wire.ts';

/** How the Microsoft Entra provisioning service works, and what it asks of an endpoint. */
export const entra: CatalogueEntry[] = [
  ...wire,
  ...discovery,
  ...lookups,
  ...openFilters,
  ...creates,
  ...unusualCreates,
  ...unusualUrns,
  ...valueForms,
  ...stored,
  ...unusualNames,
  ...takenValues,
  ...updates,
  ...pathlessUpdates,
  ...patchMessages,
  ...valuePaths,
  ...details,
  ...manager,
  ...mapping,
  ...groups,
  ...memberships,
  ...missingGroups,
  ...softDelete,
  ...validator,
  ...engine,
  ...engineLeavers,
  ...load,
  ...credentials,
];
