import { authDefects } from './auth.ts';
import { bulkDefects } from './bulk.ts';
import { bulkMessageDefects } from './bulkMessages.ts';
import { bulkReferenceDefects } from './bulkReferences.ts';
import { characteristicDefects } from './characteristics.ts';
import { creatingDefects } from './creating.ts';
import type { Defect } from './defect.ts';
import { deletingDefects } from './deleting.ts';
import { discoveryDefects } from './discovery.ts';
import { entraDefects } from './entra.ts';
import { entraAccountDefects } from './entraAccounts.ts';
import { entraCreateDefects } from './entraCreates.ts';
import { entraLoadDefects } from './entraLoad.ts';
import { entraMappingDefects } from './entraMapping.ts';
import { entraPatchDefects } from './entraPatches.ts';
import { filteringDefects } from './filtering.ts';
import { filtersDefects } from './filters.ts';
import { filtersLogicDefects } from './filtersLogic.ts';
import { hardDeleteDefects } from './hardDelete.ts';
import { lifecycleDefects } from './lifecycle.ts';
import { lifecycleReplaceDefects } from './lifecycleReplace.ts';
import { matchingDefects } from './matching.ts';
import { meDefects } from './me.ts';
import { membershipDefects } from './membership.ts';
import { messageDefects } from './messages.ts';
import { oktaDefects } from './okta.ts';
import { pageDefects } from './pages.ts';
import { cursorDefects } from './pagesByCursor.ts';
import { pagingDefects } from './paging.ts';
import { patchingDefects } from './patching.ts';
import { patchMessageDefects } from './patchMessages.ts';
import { patchTargetDefects } from './patchTargets.ts';
import { projectingDefects } from './projecting.ts';
import { projectionDefects } from './projections.ts';
import { protocolAddressDefects } from './protocolAddresses.ts';
import { protocolMistakeDefects } from './protocolMistakes.ts';
import { protocolTransportDefects } from './protocolTransport.ts';
import { provisioningDefects } from './provisioning.ts';
import { publishedDefects } from './published.ts';
import { publishedAttributeDefects } from './publishedAttributes.ts';
import { raceDefects } from './races.ts';
import { readingDefects } from './reading.ts';
import { replacingDefects } from './replacing.ts';
import { searchDefects } from './searches.ts';
import { shapeDefects } from './shapes.ts';
import { smartfileDefects } from './smartfile.ts';
import { trafficMessageDefects } from './trafficMessages.ts';
import { versionDefects } from './versions.ts';

/** Every defect that is known by id. */
export const defects: Defect[] = [
  ...discoveryDefects,
  ...publishedDefects,
  ...publishedAttributeDefects,
  ...characteristicDefects,
  ...creatingDefects,
  ...replacingDefects,
  ...patchingDefects,
  ...patchTargetDefects,
  ...patchMessageDefects,
  ...membershipDefects,
  ...raceDefects,
  ...deletingDefects,
  ...readingDefects,
  ...filteringDefects,
  ...matchingDefects,
  ...filtersLogicDefects,
  ...filtersDefects,
  ...pageDefects,
  ...cursorDefects,
  ...projectionDefects,
  ...searchDefects,
  ...pagingDefects,
  ...projectingDefects,
  ...bulkDefects,
  ...bulkMessageDefects,
  ...bulkReferenceDefects,
  ...versionDefects,
  ...meDefects,
  ...messageDefects,
  ...authDefects,
  ...protocolAddressDefects,
  ...protocolMistakeDefects,
  ...protocolTransportDefects,
  ...trafficMessageDefects,
  ...shapeDefects,
  ...lifecycleDefects,
  ...lifecycleReplaceDefects,
  ...hardDeleteDefects,
  ...smartfileDefects,
  ...entraLoadDefects,
  ...entraAccountDefects,
  ...entraDefects,
  ...entraCreateDefects,
  ...entraPatchDefects,
  ...entraMappingDefects,
  ...provisioningDefects,
  ...oktaDefects,
];
