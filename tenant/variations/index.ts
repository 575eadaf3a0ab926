import { closedVariations } from './attributes/closed.ts';
import { completedVariations } from './attributes/completed.ts';
import { externalIdVariations } from './attributes/externalIds.ts';
import { identifierVariations } from './attributes/identifiers.ts';
import { movingVariations } from './attributes/moving.ts';
import { namesAloneVariations } from './attributes/namesAlone.ts';
import { partVariations } from './attributes/parts.ts';
import { shapeVariations } from './attributes/shape.ts';
import { timeVariations } from './attributes/times.ts';
import { unsaidVariations } from './attributes/unsaid.ts';
import { userRightVariations } from './attributes/withheld.ts';
import { authVariations } from './auth/challenges.ts';
import { bulkVariations } from './bulk/bulk.ts';
import { absentTypeVariations } from './discovery/absentTypes.ts';
import { definitionVariations } from './discovery/definitions.ts';
import { documentVariations } from './discovery/documents.ts';
import { featureVariations } from './discovery/features.ts';
import { limitVariations } from './discovery/limits.ts';
import { typeVariations } from './discovery/types.ts';
import { errorVariations } from './errors/answers.ts';
import { groupVariations } from './groups/groups.ts';
import { inactiveVariations } from './groups/inactive.ts';
import { lateMembershipVariations } from './groups/late.ts';
import { memberVariations } from './groups/members.ts';
import { groupNameVariations } from './groups/names.ts';
import { groupRightVariations } from './groups/rights.ts';
import { deleteVariations } from './hard-delete/deletes.ts';
import { lateVariations } from './hard-delete/late.ts';
import { formerNameVariations } from './matching/formerNames.ts';
import { meVariations } from './me/me.ts';
import { patchVariations } from './patch/patch.ts';
import { pathFilterVariations } from './patch/pathFilters.ts';
import { addressVariations } from './protocol/addresses.ts';
import { headerVariations } from './protocol/headers.ts';
import { httpVariations } from './protocol/http.ts';
import { lateReadVariations } from './protocol/lateReads.ts';
import { requestVariations } from './protocol/requests.ts';
import { filterVariations } from './queries/filters.ts';
import { listVariations } from './queries/lists.ts';
import { groupFilterVariations } from './queries/ofGroups.ts';
import { sensitiveVariations } from './queries/sensitive.ts';
import { sortVariations } from './queries/sorts.ts';
import { absentVariations } from './users/absent.ts';
import { additionVariations } from './users/additions.ts';
import { alterationVariations } from './users/alterations.ts';
import { assignedVariations } from './users/assigned.ts';
import { demandVariations } from './users/demands.ts';
import { formVariations } from './users/forms.ts';
import { requiredKindVariations } from './users/requiredKinds.ts';
import { ruleVariations } from './users/rules.ts';
import { schemaVariations } from './users/schema.ts';
import { textFormVariations } from './users/textForms.ts';
import { writeVariations } from './users/writes.ts';
import type { Variation } from './variation.ts';
import { versionVariations } from './versions/versions.ts';

/** Every variation that is known by id. */
export const variations: Variation[] = [
  ...identifierVariations,
  ...timeVariations,
  ...movingVariations,
  ...completedVariations,
  ...addressVariations,
  ...httpVariations,
  ...headerVariations,
  ...requestVariations,
  ...authVariations,
  ...errorVariations,
  ...documentVariations,
  ...definitionVariations,
  ...featureVariations,
  ...limitVariations,
  ...typeVariations,
  ...absentTypeVariations,
  ...schemaVariations,
  ...demandVariations,
  ...partVariations,
  ...closedVariations,
  ...absentVariations,
  ...namesAloneVariations,
  ...writeVariations,
  ...additionVariations,
  ...ruleVariations,
  ...unsaidVariations,
  ...userRightVariations,
  ...formerNameVariations,
  ...assignedVariations,
  ...externalIdVariations,
  ...formVariations,
  ...textFormVariations,
  ...requiredKindVariations,
  ...alterationVariations,
  ...filterVariations,
  ...sensitiveVariations,
  ...groupFilterVariations,
  ...sortVariations,
  ...listVariations,
  ...patchVariations,
  ...pathFilterVariations,
  ...groupVariations,
  ...memberVariations,
  ...lateMembershipVariations,
  ...inactiveVariations,
  ...groupRightVariations,
  ...groupNameVariations,
  ...deleteVariations,
  ...lateVariations,
  ...lateReadVariations,
  ...bulkVariations,
  ...versionVariations,
  ...meVariations,
  // Last: how the whole of an answer is written, after everything that is put into it.
  ...shapeVariations,
];

/** What speaks against a combination of variations, in one sentence; undefined where nothing does. */
export function contradiction(ids: readonly string[]): string | undefined {
  const chosen = variations.filter(({ id }) => ids.includes(id));
  for (const [at, left] of chosen.entries()) {
    const right = chosen.slice(at + 1).find((other) => exclude(left, other));
    if (right) return `the variations ${left.id} and ${right.id} exclude each other`;
  }
  return undefined;
}

/** Whether two variations cannot be had together. */
export function exclude(left: Variation, right: Variation): boolean {
  if (left.choice !== undefined && left.choice === right.choice) return true;
  return left.excludes?.includes(right.id) === true || right.excludes?.includes(left.id) === true;
}
