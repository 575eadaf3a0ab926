import { type Attributes, ENTERPRISE, GROUP, USER } from '../../../schemas/attributes.ts';
import { present } from '../../../schemas/present.ts';
import { asText, EvaluationError, Roles, type Source, type Value } from '../expressions/index.ts';
import { isTarget, type Target, writeTarget } from '../mapping.ts';
import { MICROSOFT_GROUP } from '../requests.ts';
import { type Directory, type DirectoryObject, isSwitchedOff } from './directory.ts';
import { rolesSent } from './roles.ts';
import type { Flow, Rules } from './rules.ts';

type Kind = 'User' | 'Group';

/** A value as the endpoint is sent it. */
export type Sent = string | boolean | string[] | Roles;

/** How expressions and scoping filters read an object. */
export function makeSource(object: DirectoryObject, directory: Directory): Source {
  let byName: Map<string, unknown> | undefined;
  const read = (name: string): unknown => {
    byName ??= new Map(Object.entries(object.attributes).map(([own, value]) => [own.toLowerCase(), value]));
    return byName.get(name);
  };
  return {
    attribute: (given) => {
      const name = given.toLowerCase();
      switch (name) {
        case 'issoftdeleted':
          return isSwitchedOff(object);
        case 'accountenabled':
          return read(name) !== false;
        case 'objectid':
          return plain(read(name) ?? object.objectId);
        case 'approleassignments': {
          const roles = directory.listRoles(object.objectId);
          const list = roles.map((value) => ({ value, displayName: value }));
          return list.length === 0 ? undefined : new Roles(list);
        }
        default:
          return plain(read(name));
      }
    },
    ...present({ defaultDomain: directory.defaultDomain }),
  };
}

function plain(value: unknown): Value {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'boolean' ? value : String(value);
}

/**
 * The values that a mapping gives; what is null flows not at all.
 * @throws EvaluationError naming the target whose expression fails for this object
 */
export function valuesFor(rules: Rules, object: DirectoryObject, source: Source): Map<string, Sent> {
  const values = new Map<string, Sent>();
  for (const flow of rules.flows[object.kind]) {
    const sent = findSent(flow, evaluate(flow, source));
    if (sent !== undefined) values.set(flow.target.path, sent);
  }
  return values;
}

/**
 * What the expression of a flow gives for an object.
 * @throws EvaluationError naming the target
 */
export function evaluate({ target, expression }: Flow, source: Source): Value {
  try {
    const remark = (says: string) => source.remark?.(`${target.path}: ${says}`);
    return expression.evaluate({ ...source, remark });
  } catch (error) {
    if (error instanceof EvaluationError) throw new EvaluationError(`${target.path}: ${error.message}`);
    throw error;
  }
}

/** A value as it is sent to a target; undefined where nothing is. */
export function findSent({ target, truth }: Pick<Flow, 'target' | 'truth'>, value: Value): Sent | undefined {
  if (value instanceof Roles && value.form !== 'source') return value;
  const text = asText(value);
  if (text === '') return undefined;
  if (truth || isTruth(target)) return /^true$/i.test(text);
  if (Array.isArray(value) && target.element === undefined && !/\.\w+$/.test(target.published))
    return [...value];
  return typeof value === 'boolean' ? value : text;
}

const isTruth = (target: Target): boolean =>
  isTarget(target, 'active') || /(^|\.)primary$/i.test(target.published);

/** The values of a create: default values stand in for what has none, on creation only. */
export function withDefaults(rules: Rules, kind: Kind, values: Map<string, Sent>): Map<string, Sent> {
  const all = new Map(values);
  for (const flow of rules.flows[kind]) {
    if (flow.otherwise === undefined || all.has(flow.target.path)) continue;
    const sent = findSent(flow, flow.otherwise);
    if (sent !== undefined) all.set(flow.target.path, sent);
  }
  return all;
}

/** Body of a create with these values, composed as the service composes it (U-05, U-15, G-03). */
export function bodyFor(rules: Rules, kind: Kind, values: Map<string, Sent>): Attributes {
  const schemas = kind === 'User' ? [USER, ENTERPRISE] : [GROUP, MICROSOFT_GROUP];
  const body: Attributes = { schemas, meta: { resourceType: kind } };
  for (const { target } of rules.flows[kind]) {
    const value = values.get(target.path);
    if (value !== undefined) writeTarget(body, target, value instanceof Roles ? rolesSent(value) : value);
  }
  const emails = body.emails;
  if (Array.isArray(emails))
    body.emails = emails.map((one) => (one.type === 'work' ? { primary: true, ...one } : one));
  if (kind !== 'User') return body;
  if (body.roles === undefined) body.roles = [];
  if (Array.isArray(body.roles)) body.roles = body.roles.map(typed);
  return body;
}

/** A role of a create has the service's own type. */
const typed = (role: unknown): unknown =>
  typeof role === 'object' && role !== null ? { type: 'WindowsAzureActiveDirectoryRole', ...role } : role;
