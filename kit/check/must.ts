import { type Attributes, at, ERROR, equal, isObject, member, show } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { ClaimFailed } from '../errors.ts';
import { isList, type List, readList } from '../wire/lists.ts';
import { mediaType, type ScimResponse } from '../wire/response.ts';
import type { PatchOperation } from '../wire/scim.ts';
import { type Change, listNames, strayChanges } from './changes.ts';
import type { ClaimSink } from './checkState.ts';
import { asked, counted, listing, stated, unrefused } from './words.ts';

export { isList, type List, readList } from '../wire/lists.ts';

export interface ClaimOptions {
  /** Stable name of the finding, free of run values. */
  key?: string;
  /** The row that is broken where the check verifies more than one. */
  row?: string;
}

const EXACT = (_resource: Attributes, _path: string): boolean => true;

/** The vocabulary of claims. The first that does not hold ends the check; `each` collects over a table. */
export class Must {
  private readonly sink: ClaimSink;
  private readonly prefix: string;
  private readonly isExact: typeof EXACT;

  constructor(sink: ClaimSink, isExact = EXACT, prefix = '') {
    this.sink = sink;
    this.isExact = isExact;
    this.prefix = prefix;
  }

  /** The answer has this status, or one of these. */
  haveStatus(response: ScimResponse, status: number | number[], options: ClaimOptions = {}): void {
    const accepted = Array.isArray(status) ? status : [status];
    this.claim(
      accepted.includes(response.status),
      {
        key: options.key ?? 'status',
        expected: `status ${accepted.join(' or ')} for ${asked(response)}`,
        observed: describe(response),
      },
      options,
      [response.exchange],
    );
  }

  /**
   * The answer refuses the request: one of these statuses and, where `scimType` is given, that scimType (or one of
   * several). An answer of another status is a finding whose key names the status.
   */
  beRefused(
    response: ScimResponse,
    status: number | number[],
    scimType?: string | string[],
    options: ClaimOptions = {},
  ): void {
    this.haveStatus(response, status, { ...options, key: options.key ?? unrefused(response.status) });
    if (scimType === undefined) return;
    const types = Array.isArray(scimType) ? scimType : [scimType];
    const observed = member(response.body, 'scimType');
    this.claim(
      types.includes(String(observed)),
      {
        key: `${options.key ?? 'refused'}/scimType`,
        expected: `status ${response.status} with scimType ${types.join(' or ')} for ${asked(response)}`,
        observed: `status ${response.status} ${observed === undefined ? 'without a scimType' : `with scimType ${show(observed)}`}`,
      },
      options,
      [response.exchange],
    );
  }

  /** The answer is a SCIM Error message whose status is this one (RFC 7644 section 3.12). */
  beScimError(response: ScimResponse, status: number | number[], options: ClaimOptions = {}): void {
    this.haveStatus(response, status, options);
    const schemas = member(response.body, 'schemas');
    this.claim(
      Array.isArray(schemas) && schemas.includes(ERROR),
      {
        key: options.key ?? 'error-message',
        expected: `a JSON body with schemas ["${ERROR}"]`,
        observed: describe(response),
      },
      options,
      [response.exchange],
    );
  }

  /** The answer's body is a JSON object; gives it. */
  haveResource(response: ScimResponse, options: ClaimOptions = {}): Attributes {
    this.claim(
      isObject(response.json),
      {
        key: options.key ?? 'body',
        expected: `a resource as a JSON object for ${asked(response)}`,
        observed: describe(response),
      },
      options,
      [response.exchange],
    );
    return response.body;
  }

  /** The answer is 200 with a list, whether it names its schema or not; gives its page. */
  haveList(response: ScimResponse, options: ClaimOptions = {}): List {
    this.haveStatus(response, 200, options);
    this.claim(
      isList(response),
      {
        key: options.key ?? 'list-response',
        expected: `a ListResponse for ${asked(response)}`,
        observed: describe(response),
      },
      options,
      [response.exchange],
    );
    return readList(response);
  }

  /** The list holds exactly these resources of ours, in any order. */
  listExactly(response: ScimResponse, ids: string[], options: ClaimOptions = {}): void {
    const found = this.haveList(response, options).resources.map((resource) =>
      String(member(resource, 'id')),
    );
    this.claim(
      equal([...found].sort(), [...ids].sort()),
      {
        key: options.key ?? 'matches',
        expected: `${ids.length === 0 ? 'no resource' : `${counted(ids.length)}, exactly`} for ${asked(response)}`,
        observed: listing(found, ids),
      },
      options,
      [response.exchange],
    );
  }

  /** A value is this one; strings by letter unless `caseExact` is false, arrays as sets. */
  equal(
    actual: unknown,
    expected: unknown,
    options: ClaimOptions & { what?: string; caseExact?: boolean } = {},
  ): void {
    const what = options.what ?? options.key ?? 'the value';
    this.claim(
      equal(actual, expected, options.caseExact ?? true),
      { key: options.key ?? 'value', expected: stated(what, expected), observed: stated(what, actual) },
      options,
    );
  }

  /** The attribute at this path of a resource has this value, by letter case where the endpoint publishes caseExact. */
  keep(
    resource: Attributes,
    path: string,
    expected: unknown,
    options: ClaimOptions & { what?: string; caseExact?: boolean } = {},
  ): void {
    const caseExact = this.isExact(resource, path);
    this.equal(at(resource, path), expected, { key: path, what: path, caseExact, ...options });
  }

  /**
   * A write changed what its operations named, and nothing else that this run had sent and seen stored. A PUT is
   * one replace without path, whose value is what its body has otherwise than the representation.
   */
  changeOnly(change: Change, operations: PatchOperation[], options: ClaimOptions = {}): void {
    const strays = strayChanges(change, operations);
    this.claim(
      strays.length === 0,
      {
        key: options.key ?? 'others-stay',
        expected: `nothing changed but ${listNames(operations)}`,
        observed: `changed as well: ${strays.join(', ')}`,
      },
      options,
    );
  }

  /** A condition in the check's own words. */
  hold(
    condition: boolean,
    words: { key: string; expected: string; observed: string; exchange?: number },
    options: ClaimOptions = {},
  ): void {
    this.claim(condition, words, options, words.exchange === undefined ? undefined : [words.exchange]);
  }

  /**
   * Runs a claim for every line of a table and collects what does not hold; ends the check afterwards if anything
   * did not. `makeKey` names a line in the keys of its findings.
   */
  async each<T>(
    lines: T[],
    makeKey: (line: T) => string,
    claim: (line: T, must: Must) => Promise<void> | void,
  ) {
    const before = this.sink.findings.length;
    for (const line of lines) {
      try {
        await claim(line, new Must(this.sink, this.isExact, `${this.prefix}${makeKey(line)}/`));
      } catch (error) {
        if (!(error instanceof ClaimFailed)) throw error;
        if (!this.sink.findings.includes(error.finding)) this.sink.findings.push(error.finding);
      }
    }
    const first = this.sink.findings[before];
    if (first !== undefined) throw new ClaimFailed(first);
  }

  private claim(
    holds: boolean,
    words: { key: string; expected: string; observed: string },
    options: ClaimOptions,
    exchanges: number[] = this.sink.exchanges.slice(-1),
  ): void {
    this.sink.claims += 1;
    if (holds) return;
    const row = options.row ?? this.sink.verifies[0] ?? '';
    if (!this.sink.verifies.includes(row))
      throw new Error(`a claim names row "${row}", which its check does not verify`);
    throw new ClaimFailed({
      key: `${this.prefix}${words.key}`,
      expected: words.expected,
      observed: words.observed,
      row,
      exchanges,
    });
  }
}

/** An answer in a few words, for findings: status, scimType and detail, or what kind of body it was. */
export function describe(response: ScimResponse): string {
  if (isObject(response.json)) {
    const scimType = member(response.json, 'scimType');
    const detail = member(response.json, 'detail');
    const extra = [scimType, detail].filter((part) => typeof part === 'string').join(': ');
    return `status ${response.status}${extra === '' ? '' : ` (${valuePart(extra.slice(0, 160))})`}`;
  }
  const flaw = response.flaw === undefined || response.flaw === 'not JSON' ? '' : ` that is ${response.flaw}`;
  const type = valuePart((mediaType(response) ?? 'unknown').slice(0, 160));
  const kind = response.text === '' ? 'no body' : `a body of type ${type}${flaw}`;
  return `status ${response.status} with ${response.json === undefined ? kind : show(response.json)}`;
}
