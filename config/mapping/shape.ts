import type { Mapping, MatchingAttribute } from '../profile.ts';

/** An attribute mapping as a file states it. */
export interface ReadMapping {
  mapping: Mapping[];
  /** Empty where the file names no matching attributes. */
  matching: MatchingAttribute[];
  /** What was left out and why, each with its JSON path. */
  leftOut: string[];
  /** What is used otherwise than the service does, each with its JSON path. */
  notes: string[];
}

/** Matching attributes in the order in which the client tries them. */
export function inOrder(matching: MatchingAttribute[]): MatchingAttribute[] {
  return [...matching].sort((a, b) => a.precedence - b.precedence);
}
