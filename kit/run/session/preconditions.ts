import { isObject, member } from '../../../schemas/attributes.ts';
import { operationsIn } from '../../../schemas/bulk.ts';
import { stripQuery } from '../../wire/paths.ts';
import { isBulk, type ScimRequest } from '../../wire/request.ts';
import type { ScimResponse } from '../../wire/response.ts';

const CONDITIONAL = new Set(['PUT', 'PATCH', 'DELETE']);

/**
 * Versions that changes name where the endpoint takes no others: 428 (RFC 6585 section 3), or 412 to a request that
 * names none (RFC 7644 section 3.14). Learned once a run, from the first refusal.
 */
export class Preconditions {
  /** Whether a change was refused for want of a version. */
  wanted = false;
  private readonly tags = new Map<string, string>();

  /** Paths of what a request changes and whose version is not known yet; none where no version is wanted. */
  unknown(request: ScimRequest): string[] {
    return this.changedBy(request).filter((path) => !this.tags.has(path));
  }

  /** The request with the versions that it has to name, as far as they are known. */
  named(request: ScimRequest): ScimRequest {
    const paths = this.changedBy(request);
    if (paths.length === 0) return request;
    if (isBulk(request)) return { ...request, body: this.bulk(request.body ?? '') };
    const tag = this.tags.get(paths[0] ?? '');
    return tag === undefined ? request : { ...request, headers: { ...request.headers, 'if-match': tag } };
  }

  /** Learns the version that an answer shows; a change that shows none makes the known one old. */
  answered(request: ScimRequest, { ok, headers, body }: ScimResponse): void {
    const path = stripQuery(request.path);
    if (!this.wanted || !ok) return;
    for (const changed of this.changedBy(request)) this.tags.delete(changed);
    const version = headers.etag ?? member(member(body, 'meta'), 'version');
    if (typeof version === 'string' && request.method !== 'DELETE' && !isBulk(request) && isOne(path))
      this.tags.set(path, version);
  }

  /** Whether a change was refused for want of a version, or for an old one, and may be sent again with the new. */
  isRefusal(request: ScimRequest, { status }: ScimResponse): boolean {
    if (status !== 428 && status !== 412) return false;
    if (!isChange(request) || isBulk(request)) return false;
    this.wanted = true;
    this.tags.delete(stripQuery(request.path));
    return true;
  }

  private changedBy(request: ScimRequest): string[] {
    if (!this.wanted || !isChange(request)) return [];
    if (!isBulk(request)) return [stripQuery(request.path)];
    return operationsIn(request.body).flatMap((operation) => readPath(operation) ?? []);
  }

  private bulk(text: string): string {
    const body: unknown = JSON.parse(text);
    if (!isObject(body) || !Array.isArray(body.Operations)) return text;
    const Operations = body.Operations.map((operation) => {
      const tag = isObject(operation) ? this.tags.get(readPath(operation) ?? '') : undefined;
      return tag === undefined ? operation : { ...operation, version: tag };
    });
    return JSON.stringify({ ...body, Operations });
  }
}

/** Whether a request changes something and leaves the version of it to the run. */
function isChange(request: ScimRequest): boolean {
  const { method, path, headers = {}, unconditional } = request;
  if (unconditional) return false;
  if (isBulk(request)) return method === 'POST';
  const says = Object.keys(headers).some((name) => /^if-/i.test(name));
  return CONDITIONAL.has(method) && !says && isOne(stripQuery(path));
}

/** Path of what an operation of a bulk job changes, where it names no version of it. */
function readPath({ method, path, version }: { method?: unknown; path?: unknown; version?: unknown }) {
  if (!CONDITIONAL.has(String(method).toUpperCase()) || version !== undefined) return undefined;
  const named = `/${String(path).replace(/^\//, '')}`;
  return isOne(named) && !named.includes('bulkId:') ? named : undefined;
}

const isOne = (path: string): boolean => /^\/[^/]+\/[^/.][^/]*$/.test(path);
