import type { Act } from './traffic/act.ts';
import { asksFor, readFilter, readOperations, touchesMembers } from './traffic/requests.ts';

/** What a request has to make use of for a diagnosis to matter to the check that sent it. */
export interface Feature {
  /** Id of the diagnosis that says that the feature does not work. */
  id: string;
  uses(act: Act): boolean;
  /** Circumstances of which one alone can be what does not work, while the rest of the feature does. */
  parts?: RegExp;
}

/**
 * Features that many checks lean on, the narrow ones first: where the requirements of one are broken and most checks
 * that use it fail, it explains the failures of all of them.
 */
export const features: readonly Feature[] = [
  {
    id: 'filters.logic-wrong',
    uses: (act) => /[)[]|\s(and|or)\s|\bnot\s*\(/i.test(readFilter(act)),
    parts: /^filter word (and|or|not|\[)$/,
  },
  { id: 'filters.lists-misread', uses: (act) => /\w\.\w/.test(readFilter(act)) },
  {
    id: 'filters.operator-wrong',
    uses: (act) => /\s(ne|co|sw|ew|gt|ge|lt|le)\s|\spr\b/i.test(readFilter(act)),
    parts: /^filter word (ne|co|sw|ew|gt|ge|lt|le|pr)$/,
  },
  { id: 'filters.find-nothing', uses: (act) => readFilter(act) !== '' },
  { id: 'filters.ignored', uses: (act) => readFilter(act) !== '' },
  { id: 'sorting.wrong', uses: (act) => asksFor(act, 'sortBy') },
  { id: 'lists.cursors-wrong', uses: (act) => asksFor(act, 'cursor') },
  { id: 'lists.count-ignored', uses: (act) => asksFor(act, 'count') },
  { id: 'lists.pages-wrong', uses: (act) => asksFor(act, 'startIndex') || asksFor(act, 'count') },
  { id: 'projections.attributes-ignored', uses: (act) => asksFor(act, 'attributes') },
  { id: 'projections.excluded-ignored', uses: (act) => asksFor(act, 'excludedAttributes') },
  { id: 'search.wrong', uses: (act) => act.verb === 'search' },
  { id: 'me.wrong', uses: (act) => act.verb === 'me' },
  { id: 'bulk.references-lost', uses: (act) => act.verb === 'bulk' && joinTexts(act).includes('bulkId:') },
  {
    id: 'bulk.failures-mishandled',
    uses: (act) => act.verb === 'bulk' && joinTexts(act).includes('failOnErrors'),
  },
  { id: 'bulk.results-incomplete', uses: (act) => act.verb === 'bulk' },
  { id: 'bulk.not-done', uses: (act) => act.verb === 'bulk' },
  {
    id: 'versions.lost-update',
    uses: (act) => /^if-(none-)?match$/im.test(Object.keys(act.exchange.request.headers).join('\n')),
  },
  {
    id: 'patch.paths-misread',
    uses: (act) => readOperations(act).some(({ path }) => /^urn:|\[/i.test(path)),
  },
  {
    id: 'patch.operations-misread',
    uses: (act) => readOperations(act).some(({ op }) => op !== op.toLowerCase()),
  },
  { id: 'groups.member-not-removed', uses: (act) => touchesMembers(act, 'remove') },
  { id: 'groups.membership-lost', uses: (act) => touchesMembers(act) },
  { id: 'patch.add-wrong', uses: (act) => readOperations(act).some(({ op }) => op.toLowerCase() === 'add') },
  {
    id: 'patch.remove-wrong',
    uses: (act) => readOperations(act).some(({ op }) => op.toLowerCase() === 'remove'),
  },
  {
    id: 'patch.replace-wrong',
    uses: (act) => readOperations(act).some(({ op }) => op.toLowerCase() === 'replace'),
  },
  { id: 'replace.wrong-result', uses: (act) => act.verb === 'replace' },
  { id: 'delete.still-found', uses: (act) => act.verb === 'delete' && act.exchange.purpose !== 'clean-up' },
  { id: 'discovery.schemas-unreadable', uses: (act) => /^\/Schemas/i.test(act.target) },
  { id: 'discovery.config-missing', uses: (act) => /^\/ServiceProviderConfig/i.test(act.target) },
  { id: 'discovery.config-incomplete', uses: (act) => /^\/ServiceProviderConfig/i.test(act.target) },
  { id: 'discovery.resource-types-unreadable', uses: (act) => /^\/ResourceTypes/i.test(act.target) },
];

function joinTexts(act: Act): string {
  return act.exchange.request.body ?? '';
}
