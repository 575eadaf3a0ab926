import { newState } from '../../kit/check/checkState.ts';
import { Must } from '../../kit/check/must.ts';
import { ClaimFailed } from '../../kit/errors.ts';
import type { Finding } from '../../kit/outcome.ts';
import { makeResponse, type ScimResponse } from '../../kit/wire/response.ts';
import { unfenced } from '../../schemas/parts.ts';

export function answer(status: number, json?: unknown, over: Partial<ScimResponse> = {}): ScimResponse {
  return makeResponse({
    method: 'GET',
    path: '/Users/1',
    template: '/Users/{id}',
    status,
    headers: { 'content-type': 'application/scim+json' },
    text: json === undefined ? '' : JSON.stringify(json),
    utf8: true,
    exchange: 7,
    ...over,
  });
}

export const newMust = (isExact?: () => boolean) => {
  const sink = { ...newState('users.x', ['r:a', 'r:b']), exchanges: [2, 3, 5] };
  return { sink, must: new Must(sink, isExact) };
};

/** The finding of the claim that does not hold, its values without fences; `undefined` where all hold. */
export function findingOf(claim: (must: Must) => unknown, isExact?: () => boolean): Finding | undefined {
  const { must } = newMust(isExact);
  try {
    claim(must);
  } catch (error) {
    if (!(error instanceof ClaimFailed)) throw error;
    const { finding } = error;
    return { ...finding, expected: unfenced(finding.expected), observed: unfenced(finding.observed) };
  }
  return undefined;
}
