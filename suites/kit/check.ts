import type { Capabilities } from '../../config/capabilities.ts';
import type { Profile } from '../../config/profile.ts';
import type { Severity } from '../../config/row.ts';
import type { Given } from './given.ts';
import type { Must } from './must.ts';
import type { NotApplicableReason } from './outcome.ts';
import type { Answered } from './request.ts';
import type { ScimResponse } from './response.ts';
import type { Scim } from './scim.ts';

/** Checks run together, alone, or last with bad credentials. */
export type Phase = 'concurrent' | 'exclusive' | 'credentials';
export type OptIn = 'load' | 'destructive' | 'slow';

/** What a check says of itself before it runs. */
export interface CheckDefinition {
  /** Public API: `group.fact-in-kebab`. */
  id: string;
  /** At most three requirement rows, all of one severity. */
  verifies: string[];
  /** A fact in the present tense, at most 90 characters. */
  title: string;
  /** Gates beside those of the rows, by their names in config/gates.ts. */
  needs?: string[];
  phase?: Phase;
  optIn?: OptIn;
  /** Most resources that it holds at once, what it shares with others left out; 4 where it does not say. */
  holds?: number;
  /** Sends nothing but reads, so that it takes part in a read-only run. */
  reads?: true;
}

export interface CheckTools {
  scim: Scim;
  given: Given;
  must: Must;
  /** Something tolerated that the row grades down. */
  remark(severity: Severity, key: string, text: string): void;
  /** A choice that the RFC leaves open. */
  observe(key: string, value: string): void;
  /** Ends the check: the endpoint has nothing that it could judge. */
  notApplicable(explanation: string, reason?: NotApplicableReason): never;
  /** Repeats a read until it shows what is looked for or `--patience` is over; the delay is one remark. */
  eventually(
    read: () => PromiseLike<ScimResponse>,
    arrived: (answer: ScimResponse) => boolean,
  ): Promise<ScimResponse>;
  capabilities: Capabilities;
  profile: Profile;
}

export interface Check extends CheckDefinition {
  kind: 'check';
  run(tools: CheckTools): Promise<void>;
}

/** What a rule knows beside the exchange: the endpoint's claims, and how to read an address as a path. */
export interface RuleContext {
  capabilities: Capabilities;
  pathOf(address: string): string | undefined;
  url: string;
  /** What every name of this run begins with. */
  marker: string;
}

/** What a rule finds wrong with an exchange. */
export interface Breach {
  key: string;
  expected: string;
  observed: string;
  /** Needed where the rule verifies more than one row. */
  row?: string;
}

export interface Rule extends CheckDefinition {
  kind: 'rule';
  applies(answered: Answered, context: RuleContext): boolean;
  breaks(answered: Answered, context: RuleContext): Breach | Breach[] | undefined;
}

export type CatalogueEntry = Check | Rule;

/**
 * Makes a check: a value that any runner can run.
 * @throws Error where the definition breaks the rules of the catalogue: id, title, number of rows
 */
export function check(definition: CheckDefinition, run: (tools: CheckTools) => Promise<void>): Check {
  validate(definition);
  return { ...definition, kind: 'check', run };
}

/**
 * Makes a rule over all traffic: two pure functions that cost no request.
 * @throws Error where the definition breaks the rules of the catalogue
 */
export function rule(definition: CheckDefinition & Pick<Rule, 'applies' | 'breaks'>): Rule {
  validate(definition);
  return { ...definition, kind: 'rule' };
}

/** The part of an id before its dot, such as `hard-delete`. */
export function groupOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('.')));
}

function validate(definition: CheckDefinition): void {
  const { id, title, verifies } = definition;
  if (!/^(x-)?[a-z][a-z-]*\.[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new Error(`check id "${id}" is not of the form group.fact-in-kebab`);
  if (title.length === 0 || title.length > 90) throw new Error(`${id}: the title has 1 to 90 characters`);
  if (/\bshould\b/i.test(title)) throw new Error(`${id}: the title states a fact, without "should"`);
  if (verifies.length < 1 || verifies.length > 3)
    throw new Error(`${id}: a check verifies one to three rows`);
}
