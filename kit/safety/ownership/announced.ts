import type { Attributes } from '../../../schemas/attributes.ts';
import { type Vouched, vouchedFor } from '../vouched.ts';

/** Creates that are about to be sent, with what vouches for them; each is forgotten when it leaves. */
export class Announced {
  private readonly creates = new Map<string, { vouched: Vouched; count: number }>();

  /** @param before when the endpoint answered last, by its own clock; ISO 8601 */
  add(endpoint: string, body: Attributes, before: string | undefined): void {
    const key = announcementKey(endpoint, body);
    const { count = 0 } = this.creates.get(key) ?? {};
    this.creates.set(key, { vouched: vouchedFor(body, before), count: count + 1 });
  }

  /** What vouches for a create, where it was announced. */
  for(endpoint: string, body: Attributes | undefined): Vouched | undefined {
    return body && this.creates.get(announcementKey(endpoint, body))?.vouched;
  }

  /** Notes that a create leaves: what vouches for it is kept with it from then on. */
  leaves(endpoint: string, body: Attributes | undefined): void {
    const key = body && announcementKey(endpoint, body);
    const known = key === undefined ? undefined : this.creates.get(key);
    if (key === undefined || known === undefined) return;
    known.count -= 1;
    if (known.count <= 0) this.creates.delete(key);
  }
}

const announcementKey = (endpoint: string, body: Attributes): string => `${endpoint} ${JSON.stringify(body)}`;
