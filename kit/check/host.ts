import type { Profile } from '../../config/profile.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import type { Fullness, PayloadOptions } from '../compose/payload.ts';
import type { Edge } from '../evidence/edge.ts';
import type { Remark } from '../outcome.ts';
import type { Leftover } from '../safety/cleanUp/leftover.ts';
import type { FirstContact } from '../safety/contact.ts';
import type { Creates } from '../safety/creates.ts';
import type { Credentials } from '../safety/credentials.ts';
import type { Vacancy } from '../safety/vacancy.ts';
import type { Meeting } from '../wire/meeting.ts';
import type { NotingSender, Sender, Wrote } from '../wire/request.ts';
import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';
import type { CheckState } from './checkState.ts';
import type { Random } from './random.ts';
import type { Refusals } from './refusals.ts';

/** What a check's set-up is given by the run that it is part of. */
export interface Host {
  readonly marker: string;
  readonly domain: string;
  readonly capabilities: Capabilities;
  readonly payloadOptions: PayloadOptions;
  /** How much a new user carries. */
  readonly fullness: Fullness;
  /** Whether the schemas require that users or groups name a user that exists. */
  readonly needsReferee: boolean;
  /** What creates were seen not to be allowed to carry. */
  readonly refusals: Refusals;
  readonly credentials: Credentials;
  readonly guard: { readonly vacancy: Pick<Vacancy, 'during'>; readonly listsAgree: boolean };
  /** Hides the credential. */
  readonly edge: Pick<Edge, 'text'>;
  /** Aborted when checks may send nothing more. */
  readonly signal: AbortSignal;
  readonly setup: { concurrency: number; timeoutMs: number; profile: Profile };
  readonly session: {
    url: string;
    creates: Pick<Creates, 'closed' | 'anyFailed' | 'madeThoughRefused'>;
    arrangeMeeting(expected: number): Meeting;
  };
  readonly commons: {
    answer(
      one: { key: string; lasting: boolean },
      read: (scim: Scim) => PromiseLike<ScimResponse>,
      user: Pick<Sender, 'check' | 'wrote'>,
    ): Promise<ScimResponse>;
    value(
      key: string,
      make: (scim: Scim, random: Random, state: CheckState) => Promise<unknown>,
      by: Pick<Sender, 'check' | 'wrote'>,
    ): Promise<{ value: unknown; exchanges: number[]; wrote?: Wrote | undefined }>;
    assumedFor(key: string): Iterable<string>;
  };
  readonly stock: {
    take(
      blueprint: { kind: 'User' | 'Group'; key: string },
      by: NotingSender,
    ): Promise<{ path: string; kind: 'User' | 'Group'; body: Attributes } | undefined>;
  };
  readonly patience: {
    eventually(
      read: () => PromiseLike<ScimResponse>,
      arrived: (answer: ScimResponse) => boolean,
      remarks: Remark[],
    ): Promise<ScimResponse>;
  };
  /** What is there although its DELETE was acknowledged, once the run has cleaned up. */
  readonly stays: readonly Leftover[];
  makeContact(): Promise<FirstContact>;
  learnFullness(endpoint: string): Promise<void>;
}
