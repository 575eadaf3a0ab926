import { characteristicDefects } from './attributes/characteristics.ts';
import { attributeExtensionDefects } from './attributes/extensions.ts';
import { externalIdDefects } from './attributes/externalId.ts';
import { metaDefects } from './attributes/meta.ts';
import { authDefects } from './auth/auth.ts';
import { authRefusalDefects } from './auth/refusals.ts';
import { tokenDefects } from './auth/tokens.ts';
import { bulkDefects } from './bulk/bulk.ts';
import { bulkMessageDefects } from './bulk/messages.ts';
import { bulkReferenceDefects } from './bulk/references.ts';
import type { Defect } from './defect.ts';
import { discoveryDefects } from './discovery/discovery.ts';
import { publishedDefects } from './discovery/published.ts';
import { publishedAttributeDefects } from './discovery/publishedAttributes.ts';
import { entraAccountDefects } from './entra/accounts.ts';
import { entraCreateDefects } from './entra/creates.ts';
import { entraDetailDefects } from './entra/details.ts';
import { entraDefects } from './entra/entra.ts';
import { entraLeaverDefects } from './entra/leavers.ts';
import { entraLoadDefects } from './entra/load.ts';
import { entraMappingDefects } from './entra/mapping.ts';
import { entraMembershipDefects } from './entra/memberships.ts';
import { oddityDefects } from './entra/oddities.ts';
import { openFilterDefects } from './entra/openFilters.ts';
import { entraPatchDefects } from './entra/patches.ts';
import { provisioningDefects } from './entra/provisioning.ts';
import { entraRefusalDefects } from './entra/refusals.ts';
import { takenValueDefects } from './entra/takenValues.ts';
import { entraValueFormDefects } from './entra/valueForms.ts';
import { messageDefects } from './errors/messages.ts';
import { largeGroupDefects } from './groups/large.ts';
import { membershipDefects } from './groups/membership.ts';
import { groupRepeatDefects } from './groups/repeats.ts';
import { wholeGroupDefects } from './groups/whole.ts';
import { deletingDefects } from './hard-delete/deleting.ts';
import { hardDeleteDefects } from './hard-delete/hardDelete.ts';
import { neighbourDefects } from './hard-delete/neighbours.ts';
import { alikeDefects } from './matching/alike.ts';
import { formerDefects } from './matching/former.ts';
import { matchingDefects } from './matching/matching.ts';
import { meDefects } from './me/me.ts';
import { oktaDefects } from './okta/okta.ts';
import { patchBystanderDefects } from './patch/bystanders.ts';
import { patchMessageDefects } from './patch/messages.ts';
import { patchingDefects } from './patch/patching.ts';
import { patchTargetDefects } from './patch/targets.ts';
import { agreementDefects } from './practice/agreement.ts';
import { astrayDefects } from './practice/astray.ts';
import { astrayGroupDefects } from './practice/astrayGroups.ts';
import { copyDefects } from './practice/copies.ts';
import { inactiveDefects } from './practice/inactive.ts';
import { isolationDefects } from './practice/isolation.ts';
import { hugeGroupDefects } from './practice/largeGroups.ts';
import { membershipRaceDefects } from './practice/memberships.ts';
import { ownValueDefects } from './practice/ownValues.ts';
import { raceDefects } from './practice/races.ts';
import { protocolAddressDefects } from './protocol/addresses.ts';
import { crookedIdDefects } from './protocol/crookedIds.ts';
import { mediaDefects } from './protocol/media.ts';
import { protocolMistakeDefects } from './protocol/mistakes.ts';
import { otherTypeDefects } from './protocol/otherTypes.ts';
import { protocolTransportDefects } from './protocol/transport.ts';
import { filteringDefects } from './queries/filtering.ts';
import { filtersDefects } from './queries/filters.ts';
import { filtersExtensionDefects } from './queries/filtersExtensions.ts';
import { filtersLogicDefects } from './queries/filtersLogic.ts';
import { metaFilterDefects } from './queries/metaFilters.ts';
import { pageDefects } from './queries/pages.ts';
import { cursorDefects } from './queries/pagesByCursor.ts';
import { pagingDefects } from './queries/paging.ts';
import { plainListDefects } from './queries/plainLists.ts';
import { projectingDefects } from './queries/projecting.ts';
import { projectionDefects } from './queries/projections.ts';
import { searchDefects } from './queries/searches.ts';
import { truthValueDefects } from './queries/truthValues.ts';
import { smartfileLeaverDefects } from './smartfile/hardDelete.ts';
import { smartfileDefects } from './smartfile/smartfile.ts';
import { identityDefects } from './traffic/identity.ts';
import { leakDefects } from './traffic/leaks.ts';
import { trafficMessageDefects } from './traffic/messages.ts';
import { trafficRefusalDefects } from './traffic/refusals.ts';
import { trafficSchemaDefects } from './traffic/schemas.ts';
import { textDefects } from './traffic/texts.ts';
import { timeDefects } from './traffic/times.ts';
import { bystanderDefects } from './users/bystanders.ts';
import { creatingDefects } from './users/creating.ts';
import { userGroupDefects } from './users/groups.ts';
import { lifecycleDefects } from './users/lifecycle.ts';
import { lifecycleReplaceDefects } from './users/lifecycleReplace.ts';
import { passwordDefects } from './users/password.ts';
import { readingDefects } from './users/reading.ts';
import { replacingDefects } from './users/replacing.ts';
import { stateDefects } from './users/state.ts';
import { userNameDefects } from './users/userName.ts';
import { versionDefects } from './versions/versions.ts';

/** Every defect that is known by id. */
export const defects: Defect[] = [
  ...discoveryDefects,
  ...publishedDefects,
  ...publishedAttributeDefects,
  ...characteristicDefects,
  ...metaDefects,
  ...externalIdDefects,
  ...attributeExtensionDefects,
  ...creatingDefects,
  ...userNameDefects,
  ...passwordDefects,
  ...replacingDefects,
  ...bystanderDefects,
  ...userGroupDefects,
  ...stateDefects,
  ...patchingDefects,
  ...patchTargetDefects,
  ...patchMessageDefects,
  ...patchBystanderDefects,
  ...membershipDefects,
  ...wholeGroupDefects,
  ...largeGroupDefects,
  ...groupRepeatDefects,
  ...astrayDefects,
  ...astrayGroupDefects,
  ...isolationDefects,
  ...hugeGroupDefects,
  ...raceDefects,
  ...membershipRaceDefects,
  ...copyDefects,
  ...ownValueDefects,
  ...inactiveDefects,
  ...agreementDefects,
  ...deletingDefects,
  ...readingDefects,
  ...filteringDefects,
  ...matchingDefects,
  ...alikeDefects,
  ...formerDefects,
  ...filtersLogicDefects,
  ...filtersDefects,
  ...filtersExtensionDefects,
  ...truthValueDefects,
  ...metaFilterDefects,
  ...pageDefects,
  ...cursorDefects,
  ...projectionDefects,
  ...searchDefects,
  ...pagingDefects,
  ...plainListDefects,
  ...projectingDefects,
  ...bulkDefects,
  ...bulkMessageDefects,
  ...bulkReferenceDefects,
  ...versionDefects,
  ...meDefects,
  ...messageDefects,
  ...trafficRefusalDefects,
  ...mediaDefects,
  ...authRefusalDefects,
  ...authDefects,
  ...tokenDefects,
  ...protocolAddressDefects,
  ...crookedIdDefects,
  ...protocolMistakeDefects,
  ...protocolTransportDefects,
  ...otherTypeDefects,
  ...trafficMessageDefects,
  ...trafficSchemaDefects,
  ...identityDefects,
  ...timeDefects,
  ...textDefects,
  ...leakDefects,
  ...lifecycleDefects,
  ...lifecycleReplaceDefects,
  ...hardDeleteDefects,
  ...neighbourDefects,
  ...smartfileDefects,
  ...smartfileLeaverDefects,
  ...entraLeaverDefects,
  ...entraLoadDefects,
  ...entraAccountDefects,
  ...entraDefects,
  ...openFilterDefects,
  ...oddityDefects,
  ...takenValueDefects,
  ...entraCreateDefects,
  ...entraPatchDefects,
  ...entraMembershipDefects,
  ...entraDetailDefects,
  ...entraValueFormDefects,
  ...entraRefusalDefects,
  ...entraMappingDefects,
  ...provisioningDefects,
  ...oktaDefects,
];
