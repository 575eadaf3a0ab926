import { expect, it } from 'vitest';
import { coverage, loadPeers } from '../../config/coverage.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';

const rows = [
  { id: 'a' },
  { id: 'b' },
  { id: 'c', notTested: 'It cannot be seen over HTTP.' },
  { id: 'd', notTested: 'It once could not be seen.' },
];
const checks = [
  { id: 'one', verifies: ['a', 'd'] },
  { id: 'two', verifies: ['a'] },
];
const peers = [
  { number: 1, section: 'A', check: 'seen', rows: ['b', 'a'] },
  { number: 2, section: 'A', check: 'missed', rows: ['b'] },
  { number: 3, section: 'B', check: 'excused', rows: [], excused: 'It belongs to one server.' },
  { number: 4, section: 'B', check: 'excused but seen', rows: ['a'], excused: 'It was hard.' },
];

it('counts rows and lines of the peers by what the checks verify', () => {
  expect(coverage(rows, checks, peers)).toEqual({
    rows: 4,
    verified: 2,
    notTested: 1,
    uncovered: ['b'],
    peers: { rows: 4, covered: 2, excused: 1, uncovered: [2] },
  });
});

it('finds everything uncovered where there are no checks', () => {
  const all = coverage(loadRows(), [], loadPeers());
  expect(all.verified).toBe(0);
  expect(all.uncovered.length + all.notTested).toBe(all.rows);
  expect(all.peers.uncovered.length + all.peers.excused).toBe(362);
});
