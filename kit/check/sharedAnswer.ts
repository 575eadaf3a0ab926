import type { ScimResponse } from '../wire/response.ts';
import type { Scim } from '../wire/scim.ts';
import type { Reader } from './reader.ts';

/** What a shared answer is asked for with: requests in the name of all that look at it, and where things are. */
interface AnswerTools {
  scim: Scim;
  given: Pick<Reader, 'users' | 'groups' | 'collection'>;
}

/** See `sharedAnswer`. */
export interface SharedAnswer {
  readonly key: string;
  /** What it is called in the evidence: the same in every run. */
  readonly title: string;
  /** It is about no resource of the run: whatever is removed, it stays as it is. */
  readonly lasting: boolean;
  ask(tools: AnswerTools): PromiseLike<ScimResponse>;
}

/**
 * Makes an answer that many checks look at, asked for once a run by whoever wants it first, with `given.the(answer)`.
 * Only for reads whose answer no check changes.
 * @param key answers of one key are one
 * @param title what it is called in the evidence, where the key holds an id or a name of the run
 */
export function sharedAnswer(key: string, ask: SharedAnswer['ask'], title = key): SharedAnswer {
  return { key, title, ask, lasting: false };
}

/** The same of a read that is about no resource of the run, such as one that is refused whatever there is. */
export function lastingAnswer(key: string, ask: SharedAnswer['ask']): SharedAnswer {
  return { key, title: key, ask, lasting: true };
}
