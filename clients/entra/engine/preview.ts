import type { Attributes } from '../../../schemas/attributes.ts';
import { asText, EvaluationError, Roles, type Source, type Value } from '../expressions/index.ts';
import { findGroup, findUser, withBody } from '../requests.ts';
import type { Directory, DirectoryObject } from './directory.ts';
import type { Actions } from './exportedScope.ts';
import { rolesSent } from './roles.ts';
import type { Rules } from './rules.ts';
import { type JudgedClause, judgeClauses, type Scope } from './scope.ts';
import { outsideScope } from './scoping.ts';
import { bodyFor, evaluate, findSent, makeSource, type Sent, withDefaults } from './values.ts';

/** What a preview is made of: everything of a job but its endpoint. */
export interface PreviewJob {
  directory: Directory;
  rules: Rules;
  scope: Scope;
  actions?: Record<'User' | 'Group', Actions>;
}

/** One mapping with what it gives for an object. */
interface PreviewedFlow {
  target: string;
  source: string;
  /** Values of the attributes that it reads; null where the object has none. */
  reads: Record<string, string | null>;
  /** What is sent; absent where nothing is. */
  sends?: unknown;
  /** Why nothing is sent, that it is a default value, or that it is sent on creation only. */
  note?: string;
  fails?: string;
  remarks: string[];
}

/** What the service would do with one object whose match finds nobody; nothing is sent for it. */
export interface Preview {
  kind: 'User' | 'Group';
  objectId: string;
  name: string;
  outcome: 'create' | 'skip' | 'fail';
  says: string;
  /** Filters of the scope; of several one has to hold, and all clauses of one together. */
  clauses: JudgedClause[][];
  flows: PreviewedFlow[];
  /** Lookups in the order in which they are sent, each only where the one before finds nobody. */
  lookups: { attribute: string; value: string; request: string }[];
  /** The create, where one would be sent. */
  request?: { method: string; path: string; body: Attributes };
  /** References that follow in the pass after the creates. */
  references: string[];
}

const REDACTED = '[Redact]';

/** What the service would do with an object, step by step. */
export function previewObject(job: PreviewJob, object: DirectoryObject): Preview {
  const { directory, rules, scope, actions } = job;
  const { kind, objectId, attributes } = object;
  const source = makeSource(object, directory);
  const values = new Map<string, Sent>();
  const flows = rules.flows[kind].map((flow) => {
    const previewed = previewFlow(flow, source);
    const sent = previewed.sent;
    if (sent !== undefined) values.set(flow.target.path, sent);
    return previewed;
  });
  const outside = outsideScope(job, object);
  const lookups = rules.matching[kind].flatMap(({ path }) => {
    const value = values.get(path);
    if (value === undefined || value instanceof Roles) return [];
    const request = (kind === 'User' ? findUser : findGroup)(`/${kind}s`, path, String(value));
    return [{ attribute: path, value: String(value), request: `GET ${request.path}` }];
  });
  const failed = flows.find(({ shown }) => shown.fails !== undefined)?.shown;
  const preview = {
    kind,
    objectId,
    name: String(attributes[kind === 'User' ? 'userPrincipalName' : 'displayName'] ?? objectId),
    clauses: judgeClauses(scope[kind], source.attribute),
    flows: flows.map(({ shown }) => shown),
    lookups,
    references: listReferences(object, rules),
  };
  if (outside !== undefined) return { ...preview, outcome: 'skip', says: outside };
  if (failed) return { ...preview, outcome: 'fail', says: `${failed.target}: ${failed.fails}` };
  if (lookups.length === 0)
    return { ...preview, outcome: 'fail', says: 'no matching attribute of the object has a value' };
  if (actions?.[kind].create === false)
    return { ...preview, outcome: 'skip', says: 'create is not among the flowTypes of the job' };
  const all = withDefaults(rules, kind, values);
  for (const { target, expression } of rules.flows[kind])
    if (expression.redacted && all.has(target.path)) all.set(target.path, REDACTED);
  const body = bodyFor(rules, kind, all);
  const { method, path } = withBody('POST', `/${kind}s`, body);
  return {
    ...preview,
    outcome: 'create',
    says: 'it is looked up and, if no match is found, created; if there is a match, it is linked and the differences are written',
    request: { method, path, body },
  };
}

function previewFlow(
  flow: Rules['flows']['User'][number],
  source: Source,
): { shown: PreviewedFlow; sent?: Sent } {
  const remarks: string[] = [];
  const { expression, target, createOnly, otherwise } = flow;
  const hidden = (value: Value): string | null =>
    asText(value) === '' ? null : expression.redacted ? REDACTED : asText(value);
  const reads = Object.fromEntries(
    expression.attributes.map((name) => [name, hidden(source.attribute(name))] as const),
  );
  const shown: PreviewedFlow = { target: target.path, source: flow.source, reads, remarks };
  try {
    const sent = findSent(flow, evaluate(flow, { ...source, remark: (says) => remarks.push(says) }));
    const sends =
      sent instanceof Roles ? rolesSent(sent) : expression.redacted && sent !== undefined ? REDACTED : sent;
    if (sent === undefined)
      return {
        shown:
          otherwise === undefined
            ? { ...shown, note: 'without a value: not sent' }
            : { ...shown, sends: otherwise, note: 'its default value, on creation only' },
      };
    return { shown: { ...shown, sends, ...(createOnly && { note: 'on creation only' }) }, sent };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { shown: { ...shown, fails: error.message.replace(`${target.path}: `, '') } };
  }
}

function listReferences({ kind, manager, members }: DirectoryObject, rules: Rules): string[] {
  if (kind === 'User')
    return rules.managerPath === undefined || manager === undefined
      ? []
      : [`${rules.managerPath}: ${manager}`];
  return rules.members && members.length > 0
    ? [`members: ${members.length}, of whom only those provisioned are sent`]
    : [];
}
