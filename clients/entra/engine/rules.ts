import type { Mapping, MatchingAttribute } from '../../../config/profile.ts';
import { compileExpression, type Expression, ExpressionError } from '../expressions/index.ts';
import { isTarget, parseTarget, type Target } from '../mapping.ts';

type Kind = 'User' | 'Group';

/** One attribute that flows from the directory to the endpoint. */
export interface Flow {
  target: Target;
  /** The source as it was written. */
  source: string;
  expression: Expression;
  createOnly: boolean;
  /** Whether the target is a truth value by the schema of the job. */
  truth?: true;
  /** False where letter case does not count at the target. */
  caseExact?: false;
  /** What is sent on creation where the expression gives nothing. */
  otherwise?: string;
}

/** A mapping, ready for the engine. */
export interface Rules {
  flows: Record<Kind, Flow[]>;
  /** Matching attributes in the order of their precedence. */
  matching: Record<Kind, Target[]>;
  /** Path of the manager where it is mapped, and whether members are. */
  managerPath?: string;
  members: boolean;
  /** What was left out, and why. */
  leftOut: string[];
  /** What of the mapping the service does otherwise than its author may expect. */
  remarks: string[];
}

/** Paths of what a job writes of each kind, as schemas name them. */
export function listTargetPaths({ flows, managerPath, members }: Rules): Record<Kind, string[]> {
  const of = (kind: Kind) => flows[kind].map(({ target }) => target.published);
  const [users, groups] = [of('User'), of('Group')];
  return {
    User: managerPath === undefined ? users : [...users, managerPath],
    Group: members ? [...groups, 'members'] : groups,
  };
}

/** Functions that give another value each time. */
const CHANGING = /\b(Guid|RandomString|Now)\s*\(/i;

/**
 * Compiles mapping and matching attributes.
 * @throws ExpressionError naming the target and what of its source is not known
 */
export function compileRules({
  mapping,
  matching,
}: {
  mapping: Mapping[];
  matching: MatchingAttribute[];
}): Rules {
  const rules: Rules = {
    flows: { User: [], Group: [] },
    matching: { User: [], Group: [] },
    members: false,
    leftOut: [],
    remarks: [],
  };
  for (const line of mapping) addLine(rules, line);
  const inOrder = [...matching].sort((a, b) => a.precedence - b.precedence);
  for (const { resource, path } of inOrder) {
    // Only what is mapped has a value to look up by.
    const flow = rules.flows[resource].find(({ target }) => sameName(target.path, path));
    if (flow) rules.matching[resource].push(flow.target);
    // Profiles name id to say that the endpoint finds by it; no client maps it.
    else if (rules.flows[resource].length > 0 && path !== 'id')
      rules.leftOut.push(`${resource} ${path}: it is a matching attribute, but nothing is mapped to it`);
  }
  for (const kind of ['User', 'Group'] as const)
    if (rules.flows[kind].length > 0 && rules.matching[kind].length === 0)
      throw new ExpressionError(
        `${kind}: no mapped attribute is a matching attribute; Entra needs one attribute with a matching precedence`,
      );
  return rules;
}

function addLine(rules: Rules, line: Mapping): void {
  const { resource, source, target: path, when, default: otherwise, truth, caseExact } = line;
  const target = parseTarget(path);
  if (target === undefined || isTarget(target, 'id')) {
    rules.leftOut.push(`${resource} ${path}: no target that Entra can write`);
    return;
  }
  if (resource === 'Group' && isTarget(target, 'members')) {
    rules.members = true;
    return;
  }
  if (resource === 'User' && /(^|:)manager(\.value)?$/i.test(path)) {
    rules.managerPath = path.replace(/\.value$/i, '');
    return;
  }
  const what = `${resource} ${path}`;
  const expression = compile(source, what);
  const createOnly = when === 'create-only';
  if (CHANGING.test(source) && !createOnly)
    rules.remarks.push(
      `${what}: its value differs each time, so every cycle writes it; map it "only during object creation"`,
    );
  rules.remarks.push(...expression.remarks.map((says) => `${what}: ${says}`));
  const flow: Flow = {
    target,
    source,
    expression,
    createOnly,
    ...(truth && { truth }),
    ...(caseExact === false && { caseExact }),
  };
  const twice = rules.flows[resource].findIndex((one) => sameName(one.target.path, path));
  if (twice >= 0) {
    rules.remarks.push(`${what} is mapped twice; the later line is used`);
    rules.flows[resource].splice(twice, 1);
  }
  rules.flows[resource].push(otherwise === undefined ? flow : { ...flow, otherwise });
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function compile(source: string, what: string): Expression {
  try {
    return compileExpression(source);
  } catch (error) {
    if (error instanceof ExpressionError) throw new ExpressionError(`${what}: ${error.message}`);
    throw error;
  }
}
