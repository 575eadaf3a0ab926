import { readPackageJson } from '../schemas/packageRoot.ts';
import type { Row } from './row.ts';

/** A line of the union table of what other SCIM test tools check, and the rows of ours that cover it. */
export interface PeerLine {
  number: number;
  /** Letter of the table's section: A transport, B discovery, ... Q data types. */
  section: string;
  check: string;
  /** Rows of which one at least must be verified for the line to be covered. */
  rows: string[];
  /** Why no check of ours answers this line. */
  excused?: string;
}

/** What the catalogue and the peers' lines come to, given the checks there are. Lists are in catalogue order. */
export interface Coverage {
  rows: number;
  /** Rows that some check or rule verifies. */
  verified: number;
  /** Rows that say why they are not tested. */
  notTested: number;
  /** Rows that no check verifies and that give no reason. */
  uncovered: string[];
  peers: {
    rows: number;
    covered: number;
    excused: number;
    /** Numbers of the lines that no verified row covers and that are not excused. */
    uncovered: number[];
  };
}

/** The union table of the peers' checks. */
export function loadPeers(): PeerLine[] {
  return readPackageJson<PeerLine[]>('config/requirements/peers.json');
}

/**
 * Counts what the checks verify. A row with a reason not to be tested counts as verified once a check verifies it.
 * A peer's line is covered when one of its rows is verified; an excused line is not counted as uncovered.
 */
export function coverage(
  rows: readonly Pick<Row, 'id' | 'notTested'>[],
  checks: readonly { id: string; verifies: readonly string[] }[],
  peers: readonly PeerLine[],
): Coverage {
  const verified = new Set(checks.flatMap(({ verifies }) => verifies));
  const open = rows.filter(({ id }) => !verified.has(id));
  const covered = peers.filter((line) => line.rows.some((id) => verified.has(id)));
  const rest = peers.filter((line) => !covered.includes(line));
  return {
    rows: rows.length,
    verified: rows.length - open.length,
    notTested: open.filter(({ notTested }) => notTested !== undefined).length,
    uncovered: open.filter(({ notTested }) => notTested === undefined).map(({ id }) => id),
    peers: {
      rows: peers.length,
      covered: covered.length,
      excused: rest.filter(({ excused }) => excused !== undefined).length,
      uncovered: rest.filter(({ excused }) => excused === undefined).map(({ number }) => number),
    },
  };
}
