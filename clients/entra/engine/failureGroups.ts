import { diagnosisOfAnswer, type Named, named } from '../../../config/diagnoses/refusals.ts';
import { present } from '../../../schemas/present.ts';
import { describeUnmapped, type Unmapped } from '../unmapped.ts';
import type { LogEntry } from './log.ts';

/** Failures of one cause: how many, whom they hit, and what shows them. */
export interface FailureGroup {
  /** What was to be done, such as `create User`. */
  operation: string;
  /** Attributes that the refused request wrote, where it named few. */
  attributes: string[];
  code: string;
  status?: number;
  /** What was answered to the first of them. */
  says: string;
  /** Objects that failed so, and how often they were tried. */
  count: number;
  attempts: number;
  /** The first three objects, and the exchanges that show it. */
  objects: string[];
  exchanges: number[];
  next?: string;
  /** The diagnosis that says it in words for people. */
  diagnosis?: Named;
}

const SHOWN = 3;
const MOST_ATTRIBUTES = 3;
/** Causes that are told apart; what comes after them is counted as one. */
const MOST_GROUPS = 200;

/** Groups failures by cause while they come, so that nothing grows with their number. */
export class FailureGroups {
  private readonly groups = new Map<string, FailureGroup & { entry: LogEntry; sources: Set<string> }>();
  /** What succeeded at least once: then it is not the operation as such that is refused. */
  private readonly done = new Set<string>();

  private readonly unmapped: readonly Unmapped[];

  /** @param unmapped what the endpoint requires and the job does not carry: creates are refused for that */
  constructor(unmapped: readonly Unmapped[] = []) {
    this.unmapped = unmapped;
  }

  add(entry: LogEntry): void {
    if (entry.status === 'success') this.done.add(entry.action);
    if (entry.status !== 'failure') return;
    const { action, kind, code = '', status: _, answered, modified = [], says, exchange, next } = entry;
    const attributes = modified.length <= MOST_ATTRIBUTES ? modified : [];
    const operation = entry.step === 'matching' ? `look up ${kind}` : `${action} ${kind}`;
    const likeness = JSON.stringify([operation, code, answered, attributes, alike(says)]);
    const key = this.groups.size >= MOST_GROUPS && !this.groups.has(likeness) ? 'others' : likeness;
    const group = this.groups.get(key) ?? {
      operation,
      attributes,
      code,
      ...present({ status: answered }),
      says,
      count: 0,
      attempts: 0,
      sources: new Set(),
      objects: [],
      exchanges: [],
      ...(next === undefined ? {} : { next: next.replace(/^Attempt \d+ failed: /, '') }),
      entry,
    };
    group.attempts += 1;
    const isNew = !group.sources.has(entry.source);
    group.sources.add(entry.source);
    group.count = group.sources.size;
    if (isNew && group.objects.length < SHOWN) {
      group.objects.push(entry.name);
      if (exchange !== undefined) group.exchanges.push(exchange);
    }
    this.groups.set(key, group);
  }

  /** The groups, the largest first. */
  all(): FailureGroup[] {
    return [...this.groups.values()]
      .map(({ entry, sources: _, ...group }) => {
        const diagnosis = this.diagnoseEntry(entry);
        return { ...group, ...present({ diagnosis }) };
      })
      .sort((a, b) => b.count - a.count);
  }

  private diagnoseEntry({ step, action, kind, code, answered = 0 }: LogEntry): Named | undefined {
    const byCode: Record<string, string> = {
      Unauthorized: 'access.token-refused',
      DuplicateTargetEntries: 'filters.ignored',
      InvalidAnchor: 'read.fails',
      TooManyRequests: 'answers.too-many-requests',
      Timeout: 'answers.time-out',
      WebExceptionProtocolError: 'answers.connection-dropped',
    };
    const known = named(byCode[code ?? '']);
    if (known !== undefined) return known;
    const asked =
      step === 'matching' ? 'lookup' : action === 'create' || action === 'delete' ? action : 'update';
    const lacking = this.unmapped.filter((one) => one.kind === kind);
    if (asked === 'create' && answered === 400 && lacking.length > 0)
      return { id: 'create.required-not-mapped', ...describeUnmapped(lacking) };
    const about = kind === 'Group' ? 'groups' : 'users';
    return diagnosisOfAnswer({ action: asked, status: answered, about, before: this.done.has(action) });
  }
}

/** A text without what differs from object to object: ids, names in quotes, addresses, numbers. */
function alike(says: string): string {
  return says
    .replace(/"[^"]*"|'[^']*'/g, '"…"')
    .replace(/\S+@\S+/g, '…')
    .replace(/\/(Users|Groups)\/\S+/g, '/$1/…')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, '…')
    .replace(/(?<!status )\b\d+\b/g, '…');
}
