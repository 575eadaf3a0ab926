import {
  Directory,
  type DirectoryContents,
  type Foreseen,
  foresee,
  type Preview,
  type PreviewJob,
  previewObject,
  type Rules,
  type Scope,
  syntheticDirectory,
} from '../../clients/entra/engine/index.ts';
import { type Settings, SettingsError } from '../../config/settings/settings.ts';
import { oneLine } from '../../reporters/sanitize.ts';
import { readActions } from '../open/jobInput.ts';

/** What a preview is asked for. */
interface PreviewOrder {
  contents: DirectoryContents;
  job: Omit<PreviewJob, 'directory'>;
  json: boolean;
  write(text: string): void;
}

/** Lines of one kind that a dry run shows; --json has all. */
const SHOWN = 20;

/**
 * `--explain`: one object step by step, without sending anything.
 * @returns the exit code: 0, or 1 where it could not be provisioned
 * @throws SettingsError where the directory has no such object
 */
function explainObject(order: PreviewOrder, objectId: string): number {
  const directory = new Directory(order.contents);
  const object = directory.objects.get(objectId);
  if (object === undefined)
    throw new SettingsError(
      '--explain',
      `--explain "${objectId}" is not an objectId in the directory`,
      'Name the objectId of a user or a group.',
    );
  const preview = previewObject({ ...order.job, directory }, object);
  order.write(order.json ? `${JSON.stringify(preview, null, 2)}\n` : renderText(preview));
  return preview.outcome === 'fail' ? 1 : 0;
}

function renderText({
  kind,
  objectId,
  name,
  says,
  clauses,
  flows,
  lookups,
  request,
  references,
  outcome,
}: Preview): string {
  const lines = [`${kind} ${objectId} (${name})`, ''];
  for (const [at, filter] of clauses.entries()) {
    lines.push(at === 0 ? 'Scoping filters, one of which has to match:' : 'or');
    for (const { says: clause, actual, holds } of filter)
      lines.push(
        `  ${holds ? 'holds ' : 'FAILS '} ${clause}; ${actual === null ? 'there is no value' : `the value is "${actual}"`}`,
      );
  }
  if (flows.length > 0) lines.push('Mappings:');
  for (const { target, source, reads, sends, note, fails, remarks } of flows) {
    lines.push(`  ${target} <- ${source}`);
    for (const [attribute, value] of Object.entries(reads))
      lines.push(`      [${attribute}] ${value === null ? 'has no value' : `is ${JSON.stringify(value)}`}`);
    const result =
      fails === undefined
        ? sends === undefined
          ? note
          : `${JSON.stringify(sends)}${note ? `, ${note}` : ''}`
        : `FAILS: ${fails}`;
    lines.push(`      = ${result}`);
    for (const remark of remarks) lines.push(`      remark: ${remark}`);
  }
  if (lookups.length > 0) lines.push('Match, one attribute at a time, until one finds someone:');
  for (const { request: lookup } of lookups) lines.push(`  ${lookup}`);
  lines.push(`${{ create: 'Then', skip: 'Skipped', fail: 'FAILS' }[outcome]}: ${says}`);
  if (request)
    lines.push(
      `  ${request.method} ${request.path}`,
      JSON.stringify(request.body, null, 2).replace(/^/gm, '  '),
    );
  for (const reference of references) lines.push(`Later: ${reference}`);
  const shown = lines.flatMap((line) => line.split('\n')).map(indented);
  return `${shown.join('\n')}\n`;
}

/** A line without what a terminal would obey, indented as it was. */
function indented(line: string): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  return indent + oneLine(line.slice(indent.length), 2_000);
}

/**
 * `--dry-run`: what each cycle would do, without sending anything.
 * @returns the exit code: 0, or 1 where an object could not be provisioned
 */
function dryRun(order: PreviewOrder, hardOnly: boolean): number {
  const directory = new Directory(order.contents);
  const job = { ...order.job, directory };
  const counts = new Map<number, Map<Foreseen['action'], number>>();
  const shown = new Map<string, number>();
  let fails = false;
  for (const foreseen of foresee(job, order.contents.changes, hardOnly)) {
    const { cycle, kind, name, action, says } = foreseen;
    const actions = counts.get(cycle) ?? new Map();
    counts.set(cycle, actions.set(action, (actions.get(action) ?? 0) + 1));
    fails ||= action === 'fail';
    if (order.json) order.write(`${JSON.stringify(foreseen)}\n`);
    else {
      const key = `${cycle} ${action}`;
      shown.set(key, (shown.get(key) ?? 0) + 1);
      const why = action === 'create' || action === 'update' ? '' : `: ${says}`;
      if ((shown.get(key) ?? 0) <= SHOWN)
        order.write(`  ${action} ${kind} ${oneLine(`${name}${why}`, 400)}\n`);
    }
  }
  if (order.json) return fails ? 1 : 0;
  for (const [key, count] of shown) {
    const [cycle, action] = key.split(' ');
    if (count > SHOWN) order.write(`  and ${count - SHOWN} more of cycle ${cycle}: ${action}\n`);
  }
  for (const [cycle, actions] of counts) {
    const done = [...actions].map(([action, count]) => `${count} ${action}`).join(', ');
    order.write(`Cycle ${cycle} (${cycle === 1 ? 'initial' : 'incremental'}) would: ${done}\n`);
  }
  order.write(
    'Nothing was sent. The contents of the endpoint are not known: whatever a lookup finds there is linked, not created.\n',
  );
  return fails ? 1 : 0;
}

/** What a preview needs of a command line. */
interface Previewed {
  settings: Settings;
  hardOnly: boolean;
  rules: Rules;
  scope: Scope;
  stated: DirectoryContents | undefined;
}

/** Shows what would be sent, without an endpoint. */
export function preview({ settings, hardOnly, rules, scope, stated }: Previewed): number {
  const { users, groups, cycles = 2, explain } = settings.provision;
  const contents =
    stated ??
    syntheticDirectory({ marker: 'conf-preview-', domain: settings.names.domain, users, groups, cycles });
  const job = { rules, scope, ...readActions(settings) };
  const order = { contents, job, json: settings.json, write: (text: string) => process.stdout.write(text) };
  return explain === undefined ? dryRun(order, hardOnly) : explainObject(order, explain);
}
