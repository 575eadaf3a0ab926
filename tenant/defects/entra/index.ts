import type { Defect } from '../defect.ts';
import { createDefects } from './creates.ts';
import { detailDefects } from './details.ts';
import { engineDefects } from './engine.ts';
import { engineLeaverDefects } from './engineLeavers.ts';
import { entraDefects } from './entra.ts';
import { loadDefects } from './load.ts';
import { managerDefects } from './manager.ts';
import { mappingDefects } from './mapping.ts';
import { membershipDefects } from './memberships.ts';
import { openFilterDefects } from './openFilters.ts';
import { softDeleteDefects } from './softDelete.ts';
import { storedDefects } from './stored.ts';
import { takenValueDefects } from './takenValues.ts';
import { unusualCreateDefects } from './unusualCreates.ts';
import { unusualNameDefects } from './unusualNames.ts';
import { unusualUrnDefects } from './unusualUrns.ts';
import { updateDefects } from './updates.ts';
import { valueFormDefects } from './valueForms.ts';
import { valuePathDefects } from './valuePaths.ts';

/** What stands in the way of the Microsoft Entra provisioning service. */
export const entra: Defect[] = [
  ...entraDefects,
  ...openFilterDefects,
  ...createDefects,
  ...unusualCreateDefects,
  ...unusualUrnDefects,
  ...valueFormDefects,
  ...storedDefects,
  ...unusualNameDefects,
  ...takenValueDefects,
  ...updateDefects,
  ...valuePathDefects,
  ...detailDefects,
  ...managerDefects,
  ...mappingDefects,
  ...membershipDefects,
  ...softDeleteDefects,
  ...engineDefects,
  ...engineLeaverDefects,
  ...loadDefects,
];
