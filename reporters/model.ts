import type { Harm, Severity, Source } from '../config/row.ts';
import type { Entry } from '../diagnosis/entry.ts';
import type { Exchange } from '../kit/evidence/exchange.ts';
import type { Observation, Outcome, Status } from '../kit/outcome.ts';
import type { Capabilities } from '../schemas/capabilities.ts';

/**
 * Of a full run `conformant`, `not conformant` or `incomplete`; of a partial one `not conformant` where a violation
 * failed, else `partial`: it says nothing about conformance.
 */
export type Verdict = 'conformant' | 'not conformant' | 'incomplete' | 'partial';

/** Exit code of run, certify and report. */
export type ExitCode = 0 | 1 | 2;

/** One check in the report: its definition and what came of it. */
export interface ReportedCheck {
  id: string;
  title: string;
  group: string;
  status: Status;
  severity: Severity;
  /** Machine-readable reason of not-applicable and not-run. */
  reason?: string;
  explanation?: string;
  verifies: string[];
  findings: Outcome['findings'];
  remarks: Outcome['remarks'];
  observations: Observation[];
  exchanges: number[];
  blockedBy?: Outcome['blockedBy'];
  assumed?: string[];
  error?: string;
  attempts: number;
  durationMs: number;
}

/** One requirement row that the profile decides on or shows, and what its checks say of it. */
export interface ReportedRow {
  id: string;
  source: Source;
  area: string;
  section: string;
  link: string;
  level: string;
  severity: Severity;
  statement: string;
  fix?: string;
  /** Why its severity is not the one that its level suggests, or why the profile grades it otherwise. */
  reason?: string;
  /** What happens to people when it is broken. */
  harm: Harm;
  /** Worst state of its checks; `not-verified` where no check verifies it yet, `not-tested` where none can. */
  state: Status | 'not-verified' | 'not-tested';
  checks: string[];
  /**
   * Whether the verdict is about this row. A row that no check verifies is not; nor is one whose worst state is
   * not-run because of a filter, read-only, opt-in or a missing setting.
   */
  inScope: boolean;
}

export interface SourceVerdict {
  source: Source;
  /** Whether the profile lets this source decide the exit code. */
  decides: boolean;
  verdict: Verdict;
  /** Rows of the source by state: those in scope, and those that no check verifies. */
  rows: Record<ReportedRow['state'], number>;
}

export interface Scope {
  /** A run of any kind but `full` is partial. */
  kind: 'full' | 'filtered' | 'read-only';
  /** What made the run partial, as flags: groups, globs, severities, read-only, own suites alone. */
  filters: string[];
  /** Conditions under which the run took place that leave it full: opt-ins, no requests with bad credentials. */
  terms: string[];
  /** Checks that were to run. */
  selected: number;
  /** Rows of the deciding sources that took no part, by reason. */
  left: Record<string, number>;
}

/** A resource of the run that could not be removed again. */
export interface Leftover {
  path: string;
  marker: string;
  why: string;
}

export interface Latency {
  operation: string;
  samples: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /**
   * How many answers took how long: element i counts those of at most 2^(i/2) ms that no element before it counts;
   * the last one, with index 26, everything longer too. Zeros at the end are left out.
   */
  distribution?: number[];
}

/** report.json: everything that a rendering or a decision reads. */
export interface Report {
  schemaVersion: '2.0';
  tool: { name: string; version: string; digest: string };
  catalogue: { version: string; digest: string; checks: number; rows: number };
  run: {
    id: string;
    seed: string;
    startedAt: string;
    finishedAt: string;
    durationMs: number;
    requests: number;
    /** How the endpoint limited it, where it did: requests answered 429, and those served a second from then on. */
    limited?: { refused: number; perSecond?: number };
    /** Why the run ended early, if it did; `evidence`: it could no longer be kept. */
    ended?: {
      why: 'preflight' | 'interrupted' | 'deadline' | 'evidence' | 'unsafe' | 'crash';
      message: string;
      hint: string;
    };
  };
  target: {
    url: string;
    entraFlags: string[];
    /** Certificates were not verified: nobody can say who answered. */
    insecure?: true;
    /** The tenant that comes with the tool was asked: the report says nothing of any product. */
    embedded?: true;
    /** The product that the endpoint belongs to, with its version, as whoever ran it named it. */
    product?: string;
    /** What the endpoint says of itself. */
    capabilities?: Capabilities;
  };
  profile: { name: string; version: string; decides: Source[]; shows: Source[] };
  scope: Scope;
  verdict: Verdict;
  exitCode: ExitCode;
  verdicts: SourceVerdict[];
  /** What is wrong, each cause once, in the order in which to read it. */
  entries: Entry[];
  /** In catalogue order, whether they ran or not. */
  checks: ReportedCheck[];
  rows: ReportedRow[];
  observations: { check: string; key: string; value: string }[];
  leftovers: Leftover[];
  latency: Latency[];
  /** Exchanges of what failed or was blocked; all others are in exchanges.ndjson. */
  exchanges: Exchange[];
}
