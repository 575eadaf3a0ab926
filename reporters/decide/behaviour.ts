import type { NormalExchange } from './normalise.ts';

/** A request that both runs sent and that was answered differently. */
export interface BehaviourChange {
  check: string;
  ordinal: number;
  request: string;
  /** What differs: `status`, a header's name, or `body`. */
  what: string;
  before: string;
  after: string;
}

/**
 * What changed in the answers although nothing else did: exchanges are aligned by check and ordinal, and a pair that
 * is not the same request is passed over, as is the rest of its check.
 */
export function behaviourChanges(
  a: readonly NormalExchange[],
  b: readonly NormalExchange[],
): BehaviourChange[] {
  const before = new Map(a.map((exchange) => [placeKey(exchange), exchange]));
  const listed = [listedShapes(a), listedShapes(b)] as const;
  const parted = new Set<string>();
  const changes: BehaviourChange[] = [];
  for (const after of [...b].sort((one, other) => one.ordinal - other.ordinal)) {
    const old = before.get(placeKey(after));
    if (old === undefined || parted.has(after.check)) continue;
    if (old.request !== after.request) {
      parted.add(after.check);
      continue;
    }
    changes.push(...differences(old, after, listed));
  }
  return changes.sort((one, other) => one.check.localeCompare(other.check) || one.ordinal - other.ordinal);
}

function differences(
  old: NormalExchange,
  after: NormalExchange,
  [listedBefore, listedAfter]: readonly [ReadonlySet<string>, ReadonlySet<string>],
): BehaviourChange[] {
  const { check, ordinal, request } = after;
  const change = (what: string, from: string, to: string) => ({
    check,
    ordinal,
    request,
    what,
    before: from,
    after: to,
  });
  if (old.status !== after.status) return [change('status', String(old.status), String(after.status))];
  const names = new Set([...Object.keys(old.headers), ...Object.keys(after.headers)]);
  const headers = [...names]
    .filter((name) => old.headers[name] !== after.headers[name])
    .map((name) => change(name, old.headers[name] ?? 'absent', after.headers[name] ?? 'absent'));
  const [was, is] = old.shape && after.shape ? [old.shape, after.shape] : [[], []];
  const lost = was.filter((line) => !is.includes(line) && !listedAfter.has(listedLine(request, line)));
  const added = is.filter((line) => !was.includes(line) && !listedBefore.has(listedLine(request, line)));
  const body =
    lost.length + added.length > 0 ? [change('body', lost.join(', ') || '-', added.join(', ') || '-')] : [];
  return [...headers, ...body];
}

/**
 * What the resources of a run's lists look like, all lists together: which resources stand in one, filtered or not, is
 * decided by what other checks made meanwhile, so that an attribute is gained or lost only where no list shows it.
 */
function listedShapes(exchanges: readonly NormalExchange[]): Set<string> {
  return new Set(
    exchanges.flatMap(({ request, shape = [] }) =>
      shape.filter((line) => line.startsWith('Resources[]')).map((line) => listedLine(request, line)),
    ),
  );
}

function listedLine(request: string, line: string): string {
  return `${/\/(\.?\w+)/.exec(request)?.[1] ?? ''} ${line}`;
}

function placeKey({ check, ordinal }: NormalExchange): string {
  return `${check} ${ordinal}`;
}
