import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Answered } from '../wire/request.ts';
import { type CheckDefinition, validate } from './definition.ts';

/** What a rule knows beside the exchange: the endpoint's claims, and how to read an address as a path. */
export interface RuleContext {
  capabilities: Capabilities;
  pathWithin(address: string): string | undefined;
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

/**
 * Makes a rule over all traffic: two pure functions that cost no request.
 * @throws Error where the definition breaks the rules of the catalogue
 */
export function rule(definition: CheckDefinition & Pick<Rule, 'applies' | 'breaks'>): Rule {
  validate(definition);
  return { ...definition, kind: 'rule' };
}
