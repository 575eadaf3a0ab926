import { send } from '../../clients/entra/index.ts';
import type { ClientRequest } from '../../clients/request.ts';
import { named } from '../../config/diagnoses/refusals.ts';
import { describe, readList } from '../../kit/check/must.ts';
import type { Run } from '../../kit/run/run.ts';
import { resourcePath } from '../../kit/wire/paths.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, member, show } from '../../schemas/attributes.ts';
import { Halt, type PilotStep, refused, type Wanted } from './step.ts';

/** Sends what Entra sends, one step at a time, and notes what came of each; an answer that stops Entra is thrown. */
export class Asking {
  readonly steps: PilotStep[] = [];
  /** The step that is under way. */
  current = '';
  private scim: ReturnType<Run['client']>;

  constructor(run: Run) {
    this.scim = pilotClient(run);
  }

  /** Goes on with another run at the same endpoint. */
  go(run: Run): void {
    this.scim = pilotClient(run);
  }

  /** A lookup that Entra gets to only where the first matching attribute finds nobody: a refusal stops nothing. */
  async mayBeRefused(name: string, request: ClientRequest): Promise<boolean> {
    this.current = name;
    const answer = await send(this.scim, request).as('claim', name);
    const { exchange, ok, status } = answer;
    if (!ok && status !== 400 && status !== 501) {
      await this.emptyLookup(name, request);
      return true;
    }
    const says = ok
      ? describe(answer)
      : `${describe(answer)}: the first matching attribute has to be sufficient`;
    this.steps.push({ name, ok: true, says, exchange });
    return ok;
  }

  async emptyLookup(name: string, request: ClientRequest, diagnosis = 'filters.ignored'): Promise<void> {
    const answer = await this.step(name, request, [200]);
    if (readList(answer).total !== 0)
      throw this.fail(
        answer,
        `totalResults is ${show(member(answer.body, 'totalResults'))} instead of 0`,
        'Answer a query without a match with an empty ListResponse.',
        diagnosis,
      );
  }

  async hit(name: string, request: ClientRequest, id: string): Promise<void> {
    const answer = await this.step(name, request, [200]);
    const found = readList(answer).resources.map((one) => String(member(one, 'id')));
    if (found.length !== 1 || found[0] !== id)
      throw this.fail(
        answer,
        found.length === 1
          ? 'a different resource from the one created'
          : `${found.length} resources instead of one`,
        'Support eq filters on each matching attribute.',
        found.length === 0 ? 'filters.find-nothing' : 'filters.ignored',
      );
  }

  async sees(
    name: string,
    request: ClientRequest,
    holds: (body: Attributes) => boolean,
    what: string,
    diagnosis: string,
  ): Promise<void> {
    const answer = await this.step(name, request, [200]);
    if (!holds(answer.body))
      throw this.fail(
        answer,
        `the answer does not show ${what}`,
        'Store every change that a PATCH acknowledges.',
        diagnosis,
      );
  }

  async step(
    name: string,
    request: ClientRequest,
    statuses: number[],
    behind: Omit<Wanted, 'statuses'> = {},
  ): Promise<ScimResponse> {
    this.current = name;
    const answer = await send(this.scim, request).as('claim', name);
    const ok = statuses.includes(answer.status);
    this.steps.push({ name, ok, says: describe(answer), exchange: answer.exchange });
    if (ok) return answer;
    throw refused(request, answer, { ...behind, statuses }, this.scim.hasToken);
  }

  place(endpoint: string, answer: ScimResponse): string {
    const path = resourcePath(endpoint, answer.body);
    if (path !== undefined) return path;
    const fix = 'Answer a create with the resource, including its id.';
    throw this.fail(answer, 'the answer carries no id', fix, 'create.without-body');
  }

  fail(answer: ScimResponse, message: string, hint: string, diagnosis: string): Halt {
    const last = this.steps.at(-1);
    if (last?.exchange === answer.exchange) Object.assign(last, { ok: false, says: message });
    return new Halt(message, hint, named(diagnosis));
  }
}

function pilotClient(run: Run): ReturnType<Run['client']> {
  return run.client({ check: 'pilot', ordinal: 0, exchanges: [] });
}
