import type { Attributes } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Guard } from '../safety/guard.ts';
import { withoutForeign } from '../safety/ownership/foreign.ts';
import { resourcePath, stripQuery, templatePath } from '../wire/paths.ts';
import type { ScimRequest, Sender } from '../wire/request.ts';
import { makeResponse, type ScimResponse } from '../wire/response.ts';
import { describeFailure, type WireAnswer } from '../wire/wire.ts';
import type { Edge } from './edge.ts';
import type { Evidence } from './evidence.ts';
import type { Exchange, Message } from './exchange.ts';

const MAX_KEPT_BYTES = 16_384;
const REQUEST_ID_HEADERS = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'client-request-id',
];

/** Keeps every exchange of a run as evidence, numbered, and as it passes the edge; answers are given on as they came. */
export class Recorder {
  /** Exchanges that were begun. */
  requests = 0;
  private number: number;
  private readonly parts: {
    evidence: Evidence;
    edge: Edge;
    guard: Guard;
    /** What every name of the run begins with. */
    marker: string;
  };

  /** @param firstNumber number of the first exchange */
  constructor(firstNumber: number, parts: Recorder['parts']) {
    this.number = firstNumber;
    this.parts = parts;
  }

  get nextNumber(): number {
    return this.number;
  }

  /**
   * The exchange of a request that is about to leave, numbered for the run and for its sender.
   * @param sent the headers as they go out
   * @param moved path and query below the tenant URL where a redirect led
   */
  begin(request: ScimRequest, sender: Sender, sent: Record<string, string>, moved?: string): Exchange {
    const { edge, guard } = this.parts;
    this.requests += 1;
    sender.ordinal += 1;
    const number = this.number;
    this.number += 1;
    sender.exchanges?.push(number);
    return {
      number,
      // An answer that checks share may be called by a path; what the suite itself names things by stays.
      check: sender.check.includes('/') ? edge.text(sender.check) : sender.check,
      ordinal: sender.ordinal,
      purpose: request.purpose,
      ...present({ step: request.step }),
      method: request.method,
      path: guard.knows(stripQuery(request.path))
        ? edge.text(moved ?? request.path)
        : edge.path(moved ?? request.path),
      template: edge.text(templatePath(request.path)),
      request: this.keep(sent, request.body),
      startedAt: new Date().toISOString(),
      durationMs: 0,
    };
  }

  /**
   * Keeps what was answered; gives it as it came.
   * @param sentAt when the request left, on the clock of `performance.now`
   */
  answered(request: ScimRequest, exchange: Exchange, answer: WireAnswer, sentAt: number): ScimResponse {
    const { edge, evidence, marker } = this.parts;
    const id = REQUEST_ID_HEADERS.map((name) => answer.headers[name]).find((value) => value !== undefined);
    if (id !== undefined) exchange.requestId = edge.text(id);
    const response = makeResponse({
      method: request.method,
      path: request.path,
      template: templatePath(request.path),
      status: answer.status,
      headers: answer.headers,
      text: answer.text,
      utf8: answer.utf8,
      ...present({ flaw: answer.flaw }),
      exchange: exchange.number,
      sentAt,
      answeredAt: sentAt + exchange.durationMs,
    });
    const isOurs = (resource: Attributes) => this.isOurs(request.path, resource);
    const body = withoutForeign(response, marker, isOurs, (resource) => edge.noteForeign(resource));
    exchange.response = { status: answer.status, ...this.keep(answer.headers, body) };
    evidence.append(exchange);
    return response;
  }

  /** Keeps why no answer came; gives it as it may be told. */
  failed(exchange: Exchange, error: unknown): Exchange['failure'] & object {
    const { code, message } = describeFailure(error);
    exchange.failure = { code, message: this.parts.edge.text(message) };
    this.parts.evidence.append(exchange);
    return exchange.failure;
  }

  /** Whether a resource in an answer, or what was asked for, is known to be the run's own. */
  private isOurs(asked: string, resource: Attributes): boolean {
    const { guard } = this.parts;
    if (guard.isOurs(asked)) return true;
    const collection = stripQuery(asked)
      .replace(/\/\.search$/, '')
      .replace(/\/$/, '');
    const path = resourcePath(collection, resource);
    return path !== undefined && guard.isOurs(path);
  }

  private keep(headers: Record<string, string>, body: string | undefined): Message {
    const message: Message = { headers: this.parts.edge.headers(headers) };
    if (body === undefined || body === '') return message;
    const text = this.parts.edge.body(body.slice(0, MAX_KEPT_BYTES * 4));
    message.body = text.slice(0, MAX_KEPT_BYTES);
    if (body.length > MAX_KEPT_BYTES * 4 || text.length > MAX_KEPT_BYTES)
      message.cut = Buffer.byteLength(body);
    return message;
  }
}
