import type { Profile } from '../../config/profile.ts';
import type { Row } from '../../config/row.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import type { Finding, Outcome } from '../../kit/outcome.ts';
import { type CheckDefinition, type ReportParts, UNKNOWN_GROUP } from '../../reporters/build.ts';

/** A row with everything that a test does not care for filled in. */
export function row(id: string, over: Partial<Row> = {}): Row {
  return {
    id,
    source: 'rfc',
    area: 'delete',
    section: '3.6',
    link: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.6',
    level: 'MUST',
    severity: 'violation',
    harm: 'formal',
    statement: `what ${id} asks for`,
    conditions: [],
    ...over,
  };
}

export function definition(
  id: string,
  verifies: string[],
  over: Partial<CheckDefinition> = {},
): CheckDefinition {
  const group = id.split('.')[0] ?? UNKNOWN_GROUP;
  return { id, title: `the fact of ${id}`, group, verifies, severity: 'violation', ...over };
}

export function outcome(id: string, status: Outcome['status'], over: Partial<Outcome> = {}): Outcome {
  return {
    id,
    status,
    findings: [],
    remarks: [],
    observations: [],
    exchanges: [],
    assumed: [],
    attempts: status === 'not-run' ? 0 : 1,
    durationMs: 12,
    ...over,
  };
}

export function finding(broken: string, over: Partial<Finding> = {}): Finding {
  return { key: 'status', expected: '404', observed: '200', row: broken, exchanges: [], ...over };
}

export function exchange(number: number, check: string, over: Partial<Exchange> = {}): Exchange {
  return {
    number,
    check,
    ordinal: 1,
    purpose: 'claim',
    method: 'GET',
    path: '/Users/2819c223',
    template: '/Users/{id}',
    request: { headers: { accept: 'application/scim+json', authorization: '[redacted]' } },
    response: {
      status: 200,
      headers: { 'content-type': 'application/scim+json' },
      body: '{"id":"2819c223"}',
    },
    startedAt: '2026-03-01T10:00:01.000Z',
    durationMs: 20,
    ...over,
  };
}

export const profile: Profile = {
  name: 'smartfile',
  version: '1.0',
  decides: ['rfc', 'entra', 'smartfile'],
  shows: ['practice'],
  resources: 'both',
  assume: {},
  matching: [],
  mapping: [],
  softDelete: 'hard-only',
  severity: [],
};

/** The parts of a small run, to be overridden where a test cares. */
export function parts(over: Partial<ReportParts> = {}): ReportParts {
  return {
    tool: { name: 'smartfile-scim-conformance', version: '0.1.0', digest: 'sha256:tool' },
    catalogue: { version: '1.0.0', digest: 'sha256:catalogue' },
    run: {
      id: 'k3v9',
      seed: '42',
      startedAt: '2026-03-01T10:00:00.000Z',
      finishedAt: '2026-03-01T10:00:12.400Z',
    },
    target: { url: 'https://files.example.test/ftp/scim', entraFlags: [] },
    profile,
    severityOf: (one) => one.severity,
    scope: { kind: 'full', filters: [], terms: [] },
    definitions: [],
    rows: [],
    outcomes: [],
    notRun: new Map(),
    exchanges: [],
    leftovers: [],
    ...over,
  };
}

/** What a server may answer to hurt whoever reads the report. */
export const HOSTILE =
  '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u0000\u0007\u001b[31mred\u2028\u202egnp.exe\'`';

/** A run of 600 checks over an endpoint that is broken in many ways and answers long bodies. */
export function brokenRun(): ReportParts {
  const long = JSON.stringify({ detail: HOSTILE, filler: 'x'.repeat(9000) });
  const groups = ['discovery', 'users', 'groups', 'matching', 'hard-delete', 'protocol'];
  const rows: Row[] = [];
  const definitions: CheckDefinition[] = [];
  const outcomes: Outcome[] = [];
  const exchanges: Exchange[] = [];
  for (let n = 0; n < 600; n++) {
    const group = groups[Math.floor(n / 100)] ?? '';
    const broken = `7644:3.${group.length}/fact-${n}`;
    const source = n % 7 === 0 ? 'entra' : n % 11 === 0 ? 'practice' : 'rfc';
    const severity = n % 5 === 0 ? 'warning' : 'violation';
    rows.push(row(broken, { source, severity, ...(n % 2 ? { fix: 'Answer 404 once it is deleted.' } : {}) }));
    const id = `${group}.fact-number-${n}`;
    definitions.push(definition(id, [broken], { severity }));
    const numbers = [1, 2, 3, 4].map((ordinal) => n * 4 + ordinal);
    for (const [index, number] of numbers.entries()) {
      const body = n % 4 === 1 ? long : '{"id":"1"}';
      const method = index === 0 ? 'POST' : 'GET';
      exchanges.push(
        exchange(number, id, {
          ordinal: index + 1,
          purpose: index < 2 ? 'given' : 'claim',
          method,
          ...(index === 0 ? { path: '/Users', template: '/Users' } : {}),
          request: {
            headers: { authorization: '[redacted]' },
            ...(index === 0 && { body: '{"userName":"it\'s"}' }),
          },
          response: { status: n % 4 === 1 ? 500 : 200, headers: { 'content-type': HOSTILE }, body },
          durationMs: (n * 7 + index * 13) % 240,
        }),
      );
    }
    const over: Partial<Outcome> = {
      exchanges: numbers,
      observations: n % 50 ? [] : [{ key: 'put.omitted', value: HOSTILE }],
    };
    if (n % 4 === 1) {
      const last = numbers.slice(-1);
      outcomes.push(
        outcome(id, 'fail', { ...over, findings: [finding(broken, { observed: HOSTILE, exchanges: last })] }),
      );
    } else if (n % 10 === 2) {
      const request = 'POST /Groups';
      const blockedBy = {
        step: 'create a group',
        request,
        status: 500,
        signature: 'POST /Groups answered 500',
        exchange: n * 4 + 1,
      };
      outcomes.push(outcome(id, 'blocked', { ...over, blockedBy }));
    } else if (n % 100 === 3)
      outcomes.push(outcome(id, 'error', { ...over, error: 'the check claimed nothing' }));
    else if (n % 20 === 4) {
      outcomes.push(
        outcome(id, 'not-applicable', { reason: 'declared', explanation: 'bulk is not supported' }),
      );
    } else if (n % 20 === 8)
      outcomes.push(outcome(id, 'not-run', { reason: 'opt-in', explanation: 'tag load' }));
    else outcomes.push(outcome(id, 'pass', over));
  }
  const leftovers = [{ path: '/Users/9', marker: 'conf-k3v9-1', why: HOSTILE }];
  return parts({ rows, definitions, outcomes, exchanges, leftovers });
}
