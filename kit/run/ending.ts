import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluateCondition, type NamedVerdict, obstacle } from '../../config/conditions/evaluate.ts';
import type { Row } from '../../config/row.ts';
import { packageRoot } from '../../schemas/packageRoot.ts';
import { present } from '../../schemas/present.ts';
import type { Check } from '../check/check.ts';
import type { CheckState } from '../check/checkState.ts';
import {
  Blocked,
  ClaimFailed,
  DoesNotFit,
  FOREIGN,
  NoAnswer,
  NotApplicable,
  Refused,
  STRANGER,
  Stopped,
} from '../errors.ts';
import { type BlockedBy, type Finding, type NotRunReason, type Outcome, UNSEEN_CHANGES } from '../outcome.ts';
import type { Creates } from '../safety/creates.ts';
import type { Run } from './run.ts';

type RefusedCreate = NonNullable<ReturnType<Creates['refusal']>>;

/** Why a write could not be sent, in words that do not differ from check to check. */
const UNSAFE: Record<NonNullable<Refused['because']>, BlockedBy> = {
  foreign: {
    step: 'write to a resource of this run',
    request: 'create',
    status: 'foreign',
    signature: FOREIGN,
  },
  unproved: {
    step: 'confirm that a resource belongs to this run',
    request: 'GET',
    status: 'no proof',
    signature: 'GET of a new resource does not show it',
  },
  invented: {
    step: 'see that an invented id is not found',
    request: 'GET',
    status: 'no proof',
    signature: 'GET of an invented id does not answer 404',
  },
  there: {
    step: 'confirm that the id of a deleted resource is no longer in use',
    request: 'GET',
    status: 'no proof',
    signature: 'GET of a deleted id does not answer 404',
  },
  taken: {
    step: 'create a resource of this run',
    request: 'lookup',
    status: 'taken',
    signature: `${STRANGER} already has the name of a new resource`,
  },
  astray: {
    step: 'write to a resource of this run',
    request: 'first contact',
    status: 'astray',
    signature: 'writes were seen to reach accounts other than those they name',
  },
  unseen: {
    step: 'write to a resource of this run',
    request: 'first contact',
    status: 'unseen',
    signature: UNSEEN_CHANGES,
  },
};

/** What ends a check without saying anything of its claim. */
const OBSTACLES = [Blocked, NotApplicable, NoAnswer, Refused];

/** The outcome of a check that was never started. */
export function notRun(id: string, reason: NotRunReason, explanation?: string): Outcome {
  return {
    id,
    status: 'not-run',
    reason,
    ...present({ explanation }),
    findings: [],
    remarks: [],
    observations: [],
    exchanges: [],
    assumed: [],
    attempts: 0,
    durationMs: 0,
  };
}

/** What an error that ended a check says of it. */
export function describeEnding(
  error: unknown,
  check: Check,
  run: Run,
  state: CheckState,
  rowOf: (id: string) => Row | undefined,
): Partial<Outcome> {
  if (error instanceof ClaimFailed) {
    if (!state.findings.includes(error.finding)) state.findings.push(error.finding);
    return failed(run, state, rowOf);
  }
  // What a line of a table found stands, whatever keeps the next line from being asked.
  if (state.findings.length > 0 && OBSTACLES.some((kind) => error instanceof kind))
    return failed(run, state, rowOf);
  if (error instanceof Blocked) {
    const refused = run.session.creates.refusal(error.by.exchange ?? 0);
    const isRfc = check.verifies.every((id) => rowOf(id)?.source === 'rfc');
    return isRfc && refused?.everywhere === false
      ? refusedCreate(refused)
      : { status: 'blocked', blockedBy: error.by };
  }
  if (error instanceof NotApplicable)
    return { status: 'not-applicable', reason: error.reason, explanation: error.message };
  if (error instanceof DoesNotFit) return notRun(check.id, 'needs-setting', error.message);
  if (error instanceof Stopped) return notRun(check.id, run.stopped ?? 'interrupted');
  if (error instanceof NoAnswer && error.heldUp) {
    state.findings.push({
      key: 'no-answer',
      expected: 'an answer to another credential',
      observed: error.message,
      row: check.verifies[0] ?? '',
      exchanges: [error.exchange],
    });
    return { status: 'fail' };
  }
  if (error instanceof NoAnswer) {
    const { request, code, exchange } = error;
    const by = {
      step: 'get an answer',
      request,
      status: code,
      signature: `${request} got no answer: ${code}`,
      exchange,
    };
    return { status: 'blocked', blockedBy: by };
  }
  if (error instanceof Refused && error.because !== undefined)
    return {
      status: 'blocked',
      blockedBy: {
        ...UNSAFE[error.because],
        ...present({ exchange: error.exchange }),
      },
    };
  return { status: 'error', error: describeMistake(error) };
}

/** What a check threw that no endpoint can make it throw; in a suite of the user's own with the line that threw it. */
function describeMistake(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const home = fileURLToPath(packageRoot);
  const frames = [
    ...(error.stack ?? '').matchAll(/(?:file:\/\/)?(\/[^\n()]+|[A-Za-z]:[^\n()]+):(\d+):\d+\)?$/gm),
  ];
  const own = frames.find(([, file = '']) => !file.startsWith(home) && !file.includes('node_modules'));
  return own === undefined ? error.message : `${basename(own[1] ?? '')}:${own[2]}: ${error.message}`;
}

/**
 * A check fails by what the endpoint may not do. That it creates nothing of one kind, or not for this client, no RFC
 * forbids (RFC 7644 section 3.12: 403, 501); the documents of clients do.
 */
function failed(run: Run, state: CheckState, rowOf: (id: string) => Row | undefined): Partial<Outcome> {
  const refusalIn = ({ row, exchanges }: Finding) =>
    rowOf(row)?.source === 'rfc'
      ? exchanges.map((number) => run.session.creates.refusal(number)).find((one) => one !== undefined)
      : undefined;
  const [refused] = state.findings.flatMap((finding) => refusalIn(finding) ?? []);
  const rest = state.findings.filter((finding) => refusalIn(finding) === undefined);
  state.findings.splice(0, state.findings.length, ...rest);
  return rest.length > 0 || refused === undefined ? { status: 'fail' } : refusedCreate(refused);
}

/** The ending of a check whose create is refused as such: not its matter, or not to be judged with this credential. */
function refusedCreate({ endpoint, status, everywhere }: RefusedCreate): Partial<Outcome> {
  const request = `POST ${endpoint}`;
  const signature = `${request} answered ${status}`;
  return everywhere
    ? { status: 'blocked', blockedBy: { step: 'create a resource', request, status, signature } }
    : {
        status: 'not-applicable',
        reason: 'target',
        explanation: `the endpoint creates nothing there: ${signature}`,
      };
}

/** The ending of a check that a condition keeps from running; conditions that the profile assumed are noted. */
export function obstruction(
  check: Check,
  run: Run,
  rowOf: (id: string) => Row | undefined,
  assumed: Set<string>,
): Partial<Outcome> | undefined {
  const names = check.verifies.flatMap((id) =>
    (rowOf(id)?.conditions ?? []).map((name) => ({ name, owner: id })),
  );
  for (const name of check.needs ?? []) names.push({ name, owner: check.id });
  const verdicts = names.map(({ name, owner }) =>
    evaluateCondition(name, run.capabilities, run.setup.profile, owner),
  );
  for (const verdict of verdicts) if (verdict.basis === 'assumed') assumed.add(verdict.condition);
  const first = obstacle(verdicts);
  return first === undefined ? undefined : endingBy(first);
}

function endingBy(verdict: NamedVerdict): Partial<Outcome> {
  if (verdict.state === 'unmet')
    return { status: 'not-applicable', reason: verdict.basis, explanation: verdict.why };
  const by = {
    step: `know whether "${verdict.condition}" holds`,
    request: 'discovery',
    status: 'unreadable',
    signature: verdict.why,
  };
  return { status: 'blocked', blockedBy: by };
}
