import { createHash } from 'node:crypto';
import type { Change, DirectoryObject } from './directory.ts';
import { type Preview, type PreviewJob, previewObject } from './preview.ts';
import { outsideScope } from './scoping.ts';

/** What would become of one object in one cycle. */
export interface Foreseen {
  cycle: number;
  kind: 'User' | 'Group';
  objectId: string;
  name: string;
  action: 'create' | 'update' | 'delete' | 'disable' | 'skip' | 'fail';
  says: string;
}

/**
 * Foresees the cycles of a job against an endpoint that has none of its objects. Nothing is sent.
 * @param changes what happens before the second cycle, the third, and so on; the directory is changed by them
 * @param hardOnly whether leavers are deleted at once, or disabled
 */
export function* foresee(
  job: PreviewJob,
  changes: readonly Change[],
  hardOnly: boolean,
): Generator<Foreseen> {
  const made = new Map<string, Pick<DirectoryObject, 'kind'> & { name: string; sent: string }>();
  const takenBy = new Map<string, string>();
  const { directory } = job;
  for (let cycle = 1; cycle <= changes.length + 1; cycle += 1) {
    const change = changes[cycle - 2];
    const chosen = cycle === 1 || change === undefined ? directory.objects.keys() : directory.apply(change);
    for (const objectId of chosen) {
      const object = directory.objects.get(objectId);
      const known = made.get(objectId);
      const why =
        object === undefined ? 'it is deleted for good in the directory' : outsideScope(job, object);
      if (known !== undefined && why !== undefined) {
        const deletes = hardOnly || object === undefined || known.kind === 'Group';
        if (deletes) made.delete(objectId);
        yield {
          cycle,
          objectId,
          kind: known.kind,
          name: known.name,
          action: deletes ? 'delete' : 'disable',
          says: why,
        };
        continue;
      }
      if (object === undefined) continue;
      const preview = previewObject(job, object);
      const { kind, name } = preview;
      const sent = makeDigest([preview.request?.body, object.members, object.manager]);
      if (known !== undefined && preview.outcome === 'create') {
        if (known.sent !== sent)
          yield { cycle, objectId, kind, name, action: 'update', says: 'the differences are written' };
        made.set(objectId, { kind, name, sent });
        continue;
      }
      const twin = preview.outcome === 'create' ? findTwin(preview, takenBy) : undefined;
      if (twin !== undefined) yield { cycle, objectId, kind, name, action: 'fail', says: twin };
      else {
        if (preview.outcome === 'create') made.set(objectId, { kind, name, sent });
        yield { cycle, objectId, kind, name, action: preview.outcome, says: preview.says };
      }
    }
  }
}

/** What two requests are told apart by. */
const makeDigest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** Why an object would be matched to the account of another: both have one value of a matching attribute. */
function findTwin({ kind, objectId, lookups }: Preview, takenBy: Map<string, string>): string | undefined {
  for (const { attribute, value } of lookups) {
    const key = `${kind} ${attribute.toLowerCase()} ${value.toLowerCase()}`;
    const other = takenBy.get(key);
    if (other !== undefined && other !== objectId)
      return `${other} has the same ${attribute}: Entra would match it to that account and overwrite it`;
    takenBy.set(key, objectId);
  }
  return undefined;
}
