import { describe } from '../../../kit/check/must.ts';
import type { Scim } from '../../../kit/check/scim.ts';
import { NoAnswer, Refused } from '../../../kit/errors.ts';
import type { ScimResponse } from '../../../kit/wire/response.ts';
import type { ClientRequest } from '../../request.ts';
import { classifyFailure, type Failure, incident, noAnswer } from './log.ts';

/** An answer that the engine can go on with, or what it makes of the failure. */
export type Outcome =
  | { answer: ScimResponse; failure?: undefined }
  | { failure: Failure; answer?: ScimResponse };

/**
 * Changes what the engine sees of an answer: for rehearsing an endpoint that fails in the middle. Gives a status in
 * place of the answer's own.
 */
export type Fault = (request: ClientRequest, count: number) => number | undefined;

/** Sends the engine's requests, counts reads and writes, turns answers into the service's error codes. */
export class Client {
  reads = 0;
  writes = 0;
  /** Set while an endpoint is rehearsed that fails. */
  fault: Fault | undefined;
  private count = 0;
  private readonly scim: Scim;
  private readonly patient: boolean;
  private readonly most: number;
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param most requests that are under way at a time
   * @param patient waits where the endpoint asks to, which the service is not known to do
   */
  constructor(scim: Scim, most: number, patient = false) {
    this.scim = scim;
    this.most = most;
    this.patient = patient;
  }

  /**
   * @param accepted further statuses that are no failure, such as 404
   * @throws Stopped where the run was told to stop; in a check NoAnswer and Refused as well
   */
  async send(request: ClientRequest, accepted: number[] = []): Promise<Outcome> {
    if (this.underWay >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.underWay += 1;
    try {
      return await this.sendNow(request, accepted);
    } finally {
      const next = this.waiting.shift();
      // Whoever waited goes on in the place of the one that ends.
      if (next) next();
      else this.underWay -= 1;
    }
  }

  private async sendNow(request: ClientRequest, accepted: number[]): Promise<Outcome> {
    const { method, path, body, headers } = request;
    this[method === 'GET' ? 'reads' : 'writes'] += 1;
    this.count += 1;
    try {
      // The service waits for nobody; between two of its cycles, not within one, a job lets lists catch up.
      const options = {
        headers,
        ...(this.patient ? {} : { impatient: true as const, atOnce: true as const }),
      };
      const answer = await this.scim.send(method, path, body, options);
      const status = this.fault?.(request, this.count);
      if (status !== undefined)
        return { failure: classifyFailure(status, `status ${status} (rehearsed)`, answer.exchange), answer };
      if (answer.ok || accepted.includes(answer.status)) return { answer };
      return { failure: classifyFailure(answer.status, describe(answer), answer.exchange), answer };
    } catch (error) {
      // In a check these block; a job goes on with its other objects.
      if (this.patient) throw error;
      if (error instanceof NoAnswer) return { failure: noAnswer(error.code, error.message, error.exchange) };
      if (error instanceof Refused) return { failure: incident.unproved(error.message) };
      throw error;
    }
  }
}
