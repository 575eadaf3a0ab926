import type { CheckTools } from '../../kit/check/check.ts';
import { fixture } from '../../kit/check/given.ts';
import type { Network } from '../../kit/check/network.ts';
import type { PendingRequest } from '../../kit/check/scim.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';

/** Rounds of a race that a provisioning client runs into by itself. */
export const ROUNDS = 3;
/** Rounds of a race that takes two clients that do not know of each other. */
export const FEW_ROUNDS = 2;

/** Answers to requests that were sent together, in their order. */
export interface Race {
  answers: ScimResponse[];
  /** Whether the last request left before the first answer came, so that the endpoint had them all at once. */
  overlapped: boolean;
}

/**
 * Sends requests at the same moment and waits for every answer.
 * @throws NoAnswer where one of them got none, once the others are over
 */
export async function race(network: Network, requests: PendingRequest[]): Promise<Race> {
  const answers = await network.together(requests);
  const lastSent = Math.max(...answers.map(({ sentAt = 0 }) => sentAt));
  const firstAnswer = Math.min(...answers.map(({ answeredAt = 0 }) => answeredAt));
  // Over a single connection requests wait for each other, however soon they are handed over.
  return { answers, overlapped: network.connections > 1 && lastSent < firstAnswer };
}

const SOCKETS = 8;

/** As many open connections as a race needs, so that no handshake keeps its requests apart. */
export const openSockets = fixture('practice.sockets', async ({ given, scim }): Promise<void> => {
  const path = given.users;
  const reads = Array.from({ length: SOCKETS }, () => scim.get(path, { query: { count: 1 } }).as('given'));
  await Promise.all(reads);
});

/** Leaves word of a race that did not come about: its claims hold, but say little. */
export function noteUnprovoked(observe: CheckTools['observe'], name: string, races: Race[]): void {
  if (races.some(({ overlapped }) => !overlapped)) observe(`race.${name}`, 'not provoked in every round');
}
