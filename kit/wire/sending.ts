import type { ScimRequest, Sender } from './request.ts';
import type { ScimResponse } from './response.ts';

/** What sends requests and knows where the endpoint is: a session, as those see it who only ask. */
export interface Sending {
  /** The tenant URL, without trailing slash. */
  readonly url: string;
  /** Whether requests carry a credential. */
  readonly hasToken: boolean;
  /** Whether changes have to name the version of what they change. */
  readonly preconditions: { readonly wanted: boolean };
  /** Aborted when nothing more may be sent. */
  readonly over: AbortSignal;
  /** Likenesses of lookups that were refused as sensitive. */
  readonly sensitive: Set<string>;
  send(request: ScimRequest, sender: Sender): Promise<ScimResponse>;
  /** Whether anything is served; asked where the last answers all say that nothing is there or allowed. */
  isServing(): Promise<boolean>;
  /** The path below the tenant URL that an address names. */
  pathWithin(address: string): string | undefined;
  /** Whether an address names something below the tenant URL by another host, port, scheme or version. */
  isElsewhere(address: string): boolean;
}
