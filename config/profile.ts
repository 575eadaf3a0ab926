import type { Assumptions } from '../schemas/discovery.ts';
import type { Severity, Source } from './row.ts';

/** An attribute by which a client looks a resource up before it creates or links it. */
export interface MatchingAttribute {
  resource: 'User' | 'Group';
  /** A path as a filter writes it, such as `userName` or `emails[type eq "work"].value`. */
  path: string;
  precedence: number;
}

/** One line of an attribute mapping: the source attribute in the directory, the target path in SCIM. */
export interface Mapping {
  resource: 'User' | 'Group';
  source: string;
  target: string;
  when?: 'always' | 'create-only';
  /** What is sent on creation where the source has no value. */
  default?: string | undefined;
  /** Whether the target is a truth value. */
  truth?: true;
  /** Whether letter case counts where the target is compared; it does where nothing is said. */
  caseExact?: boolean;
}

/** What a run answers for: which sources decide, what is assumed where discovery is silent. */
export interface Profile {
  name: string;
  version: string;
  decides: Source[];
  /** Sources whose rows are shown beside the verdict and do not change it; rfc and practice unless the file says others. */
  shows: Source[];
  resources: 'users' | 'groups' | 'both';
  /** What holds where the endpoint publishes nothing readable; an empty object assumes nothing. */
  assume: Assumptions;
  matching: MatchingAttribute[];
  mapping: Mapping[];
  softDelete: 'supported' | 'hard-only' | 'unknown';
  severity: { row: string; to: Severity; reason: string }[];
}
