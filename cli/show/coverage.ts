import { coverage, loadPeers } from '../../config/coverage.ts';
import type { Row } from '../../config/row.ts';
import type { CatalogueEntry } from '../../kit/check/check.ts';
import { aligned, jsonDocument } from './tables.ts';

/** What the checks cover: by area, then the requirements and the lines of other tools that nothing covers. */
export function coverageText(rows: readonly Row[], checks: readonly CatalogueEntry[], json: boolean): string {
  const whole = coverage(rows, checks, loadPeers());
  if (json) return jsonDocument(whole);
  const areas = [...new Set(rows.map((row) => `${row.source} ${row.area}`))];
  const lines = areas.map((area) => {
    const part = coverage(
      rows.filter((row) => `${row.source} ${row.area}` === area),
      checks,
      [],
    );
    return [area, ...[part.rows, part.verified, part.notTested, part.uncovered.length].map(String)];
  });
  const { peers } = whole;
  const open = whole.uncovered.map((id) => `  ${id}`);
  return [
    aligned([
      ['area', 'rows', 'verified', 'not tested', 'open'],
      ...lines,
      ['all', ...[whole.rows, whole.verified, whole.notTested, whole.uncovered.length].map(String)],
    ]),
    '',
    `Checks of other tools: ${peers.covered} of ${peers.rows} covered, ${peers.excused} excused` +
      (peers.uncovered.length === 0 ? '' : `, open: ${peers.uncovered.join(', ')}`),
    '',
    ...(open.length === 0
      ? ['Every requirement is verified or states why it is not tested.']
      : ['Verified by no check:', ...open]),
    '',
  ].join('\n');
}
