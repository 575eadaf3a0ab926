import type { Severity } from '../../config/row.ts';
import type { NotApplicableReason } from '../outcome.ts';
import { type CheckDefinition, validate } from './definition.ts';
import type { FixtureTools } from './given.ts';
import type { Must } from './must.ts';
import type { Rule } from './rule.ts';

export interface CheckTools extends FixtureTools {
  must: Must;
  /** Something tolerated that the row grades down. */
  remark(severity: Severity, key: string, text: string): void;
  /** A choice that the RFC leaves open. */
  observe(key: string, value: string): void;
  /** Ends the check: the endpoint has nothing that it could judge. */
  notApplicable(explanation: string, reason?: NotApplicableReason): never;
}

export interface Check extends CheckDefinition {
  kind: 'check';
  run(tools: CheckTools): Promise<void>;
}

export type CatalogueEntry = Check | Rule;

type RunCheck = (tools: CheckTools) => Promise<void>;

/** What a check says of itself beside its id, rows and title. */
type More = Omit<CheckDefinition, 'id' | 'verifies' | 'title'>;

/**
 * Makes a check: a value that any runner can run. Where definitions are composed it takes one as a whole.
 * @throws Error where the definition breaks the rules of the catalogue: id, title, number of rows
 */
export function check(id: string, verifies: string[], title: string, run: RunCheck): Check;
export function check(id: string, verifies: string[], title: string, more: More, run: RunCheck): Check;
export function check(definition: CheckDefinition, run: RunCheck): Check;
export function check(...told: Told): Check {
  const { run, ...definition } = toldBy(told);
  validate(definition);
  return { ...definition, kind: 'check', run };
}

type Told =
  | [definition: CheckDefinition, run: RunCheck]
  | [id: string, verifies: string[], title: string, run: RunCheck]
  | [id: string, verifies: string[], title: string, more: More, run: RunCheck];

function toldBy(told: Told): CheckDefinition & { run: RunCheck } {
  if (told.length === 2) return { ...told[0], run: told[1] };
  const [id, verifies, title] = told;
  return told.length === 4
    ? { id, verifies, title, run: told[3] }
    : { id, verifies, title, ...told[3], run: told[4] };
}
