import type { CheckTools } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, equal, member, show } from '../../schemas/attributes.ts';

/** Claims that the attributes at these paths read as they did before a request that was refused. */
export async function refusedAndUnchanged(
  { given }: { given: Given },
  must: Must,
  resource: Owned,
  before: Attributes,
  paths: string[],
): Promise<Attributes> {
  const after = await given.read(resource);
  claimUnchanged(must, { before, after }, paths);
  return after;
}

/** The same of how it reads afterwards. */
export function claimUnchanged(
  must: Must,
  { before, after }: { before: Attributes; after: Attributes },
  paths: string[],
): void {
  const changed = paths.filter((path) => !equal(at(after, path), at(before, path)));
  must.equal(changed, [], { key: 'unchanged', what: 'what a refused request changed' });
}

/** scimType is optional (RFC 7644 section 3.12), so that another or none is no more than a remark. */
export function keywordNoted(
  remark: CheckTools['remark'],
  answer: ScimResponse,
  expected: string[],
  key: string,
): void {
  const scimType = member(answer.body, 'scimType');
  if (expected.includes(String(scimType))) return;
  remark('warning', `${key}/scimType`, `scimType is ${show(scimType)} instead of ${expected.join(' or ')}`);
}
