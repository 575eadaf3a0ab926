import type { Scim } from '../../kit/check/scim.ts';
import { Refused } from '../../kit/errors.ts';
import { resourcePath } from '../../kit/wire/paths.ts';
import { mediaType, type ScimResponse } from '../../kit/wire/response.ts';
import { ERROR, equal, isObject, member, show } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { groupTests } from './groupTests.ts';
import { fill, type Known, type ValidatorTest, valueAt } from './model.ts';
import { userTests } from './userTests.ts';

/**
 * Every test of the validator in the order in which they are run: its 24 mandatory ones, the verbose add of newer
 * versions, and 7 previews.
 */
export const validatorTests: ValidatorTest[] = [...userTests, ...groupTests];

/** What the validator would say of one test, and what it does not look at. */
export interface Verdict {
  test: ValidatorTest;
  passed: boolean;
  /** Why it would fail, such as `status 204 instead of 201`. */
  why?: string;
  overlooked: string[];
}

/**
 * Runs tests one after the other, each with what those before it made; throws nothing because of an answer.
 * @param known names for placeholders; grows by the ids of what is made
 */
export async function replay(scim: Scim, tests: ValidatorTest[], known: Known): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const test of tests) verdicts.push(await runTest(scim, test, known));
  return verdicts;
}

async function runTest(scim: Scim, test: ValidatorTest, known: Known): Promise<Verdict> {
  const overlooked = new Set<string>();
  let answer: ScimResponse | undefined;
  for (const step of test.steps) {
    const { method, path, body } = fill(step, known);
    if (/\{\w+\}/.test(path))
      return { test, passed: false, why: 'what it works on was not made', overlooked: [] };
    const headers = {
      accept: 'application/scim+json',
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
    };
    try {
      answer = await scim.send(method, path, body, { headers });
    } catch (error) {
      // The guard lets nothing through to what is not the run's own, such as an id that answers 200 to all.
      if (!(error instanceof Refused)) throw error;
      return { test, passed: false, why: 'not sent: it could touch what is not ours', overlooked: [] };
    }
    for (const fault of findFaults(answer)) overlooked.add(fault);
    const id = step.as === undefined ? undefined : idIn(answer);
    if (step.as !== undefined && id !== undefined) known[step.as] = id;
  }
  const read = test.read === undefined ? undefined : await scim.get(fill(test.read, known));
  const why = whyFailed(test, known, answer as ScimResponse, read);
  return {
    test,
    passed: why === undefined,
    ...present({ why }),
    overlooked: [...overlooked],
  };
}

function whyFailed(
  { passes }: ValidatorTest,
  known: Known,
  answer: ScimResponse,
  read: ScimResponse | undefined,
): string | undefined {
  if (!passes.status.includes(answer.status))
    return `status ${answer.status} instead of ${passes.status.join(' or ')}`;
  for (const { path, expected, caseExact = true } of passes.values ?? []) {
    const wanted = expected === undefined ? undefined : fill(expected, known);
    const actual = valueAt((read ?? answer).json, path);
    if (!equal(actual, wanted, caseExact)) return `${path} is ${show(shape(actual))}`;
  }
  return undefined;
}

/** A found value without what differs from run to run. */
function shape(value: unknown): unknown {
  return typeof value === 'string' && value.length > 20 ? 'another text' : value;
}

/** What breaks SCIM without the validator looking at it. */
function findFaults(answer: ScimResponse): string[] {
  const faults: string[] = [];
  const { status, method, headers } = answer;
  const isError = status >= 400 && isObject(answer.json);
  if (status >= 400 && answer.text !== '' && mediaType(answer) !== 'application/scim+json')
    faults.push('an error of another media type');
  if (isError && typeof member(answer.body, 'status') === 'number')
    faults.push('status of an error as a number');
  if (isError && !JSON.stringify(member(answer.body, 'schemas') ?? '').includes(ERROR))
    faults.push('an error without its schema');
  if (method === 'PATCH' && status === 200 && answer.text === '')
    faults.push('a 200 to a PATCH without a body');
  if (method === 'POST' && status === 201 && headers.location === undefined)
    faults.push('a 201 without Location');
  return faults;
}

function idIn(answer: ScimResponse): string | undefined {
  const path = answer.ok ? resourcePath('', answer.body) : undefined;
  return path?.slice(1);
}
