import { remove } from '../requests.ts';
import type { Outcome } from './client.ts';
import type { Job, Link } from './job.ts';

/** What is said of an endpoint that does not delete groups with members. */
const EMPTIED =
  'groups: deleted only after their members were removed; Entra sends only the DELETE and would retry it for 28 days';

/** Deletes a resource; a group that the endpoint keeps as long as it has members, once more without them. */
export async function removeLinked(
  { client, options, remarks }: Pick<Job, 'client' | 'options' | 'remarks'>,
  { kind, path }: Link,
): Promise<Outcome> {
  const gone = [404, 410];
  const first = await client.send(remove(path), gone);
  const { failure, answer } = first;
  if (failure === undefined || answer === undefined || kind !== 'Group') return first;
  if (!(await options.empty?.(answer))) return first;
  remarks.add(EMPTIED);
  return client.send(remove(path), gone);
}
