import type { Mapping, MatchingAttribute } from '../../../config/profile.ts';
import type { Attributes } from '../../../schemas/attributes.ts';
import { type Target, targetOf, writeTarget } from '../mapping.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER, MICROSOFT_GROUP } from '../requests.ts';
import { type Directory, type DirectoryObject, isSwitchedOff } from './directory.ts';
import { asText, compileExpression, type Expression, ExpressionError, type Lookup } from './expression.ts';
import type { Value } from './functions.ts';

type Kind = 'User' | 'Group';

/** One attribute that flows from the directory to the endpoint. */
interface Flow {
  target: Target;
  evaluate: Expression;
  createOnly: boolean;
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
}

/** A value as the endpoint is sent it. */
export type Sent = string | boolean;

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
  };
  for (const { resource, source, target: path, when } of mapping) {
    if (resource === 'Group' && path === 'members') {
      rules.members = true;
      continue;
    }
    if (resource === 'User' && /(^|:)manager$/.test(path)) {
      rules.managerPath = path;
      continue;
    }
    const target = targetOf(path);
    if (target === undefined || path === 'id') {
      rules.leftOut.push(`${resource} ${path}: no target that the service can write`);
      continue;
    }
    rules.flows[resource].push({
      target,
      evaluate: compile(source, `${resource} ${path}`),
      createOnly: when === 'create-only',
    });
  }
  const inOrder = [...matching].sort((a, b) => a.precedence - b.precedence);
  for (const { resource, path } of inOrder) {
    // Only what is mapped has a value to look up by.
    const flow = rules.flows[resource].find(({ target }) => target.path === path);
    if (flow) rules.matching[resource].push(flow.target);
  }
  return rules;
}

function compile(source: string, what: string): Expression {
  try {
    return compileExpression(source);
  } catch (error) {
    if (error instanceof ExpressionError) throw new ExpressionError(`${what}: ${error.message}`);
    throw error;
  }
}

/** How expressions and scoping filters read an object. */
export function lookupOf(object: DirectoryObject, directory: Directory, gone = false): Lookup {
  const byName = new Map(
    Object.entries(object.attributes).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (name) => {
    switch (name.toLowerCase()) {
      case 'issoftdeleted':
        return gone || isSwitchedOff(object);
      case 'accountenabled':
        return byName.get('accountenabled') !== false;
      case 'objectid':
        return plain(byName.get('objectid') ?? object.objectId);
      case 'approleassignments': {
        const role = directory.roleOf(object.objectId);
        return role === undefined ? undefined : [role];
      }
      default:
        return plain(byName.get(name.toLowerCase()));
    }
  };
}

function plain(value: unknown): Value {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'boolean' ? value : String(value);
}

/** The values that a mapping gives; what is null flows not at all. */
export function valuesFor(rules: Rules, object: DirectoryObject, lookup: Lookup): Map<string, Sent> {
  const values = new Map<string, Sent>();
  for (const { target, evaluate } of rules.flows[object.kind]) {
    const value = evaluate(lookup);
    const text = asText(value);
    if (text === '') continue;
    const isTruth = target.path === 'active' || /(^|\.)primary$/.test(target.path);
    values.set(target.path, isTruth ? /^true$/i.test(text) : typeof value === 'boolean' ? value : text);
  }
  return values;
}

/** Body of a create with these values, composed as the service composes it (U-05, G-03). */
export function bodyFor(rules: Rules, kind: Kind, values: Map<string, Sent>): Attributes {
  const schemas = kind === 'User' ? [CORE_USER, ENTERPRISE_USER] : [CORE_GROUP, MICROSOFT_GROUP];
  const body: Attributes = { schemas, meta: { resourceType: kind } };
  for (const { target } of rules.flows[kind]) {
    const value = values.get(target.path);
    if (value !== undefined) writeTarget(body, target, value);
  }
  const emails = body.emails;
  if (Array.isArray(emails))
    body.emails = emails.map((one) => (one.type === 'work' ? { primary: true, ...one } : one));
  if (kind === 'User' && body.roles === undefined) body.roles = [];
  return body;
}
