import { isOrdinaryWord } from '../../config/vocabulary.ts';
import { describe } from '../../kit/check/must.ts';
import { rule } from '../../kit/check/rule.ts';
import { decodeSegment } from '../../kit/wire/paths.ts';
import { type Answered, isBulk } from '../../kit/wire/request.ts';
import { member } from '../../schemas/attributes.ts';
import { valuePart } from '../../schemas/parts.ts';
import { leakIn } from './leaks.ts';

/** What a request said: its answer may repeat that. */
const askedIn = ({ request }: Answered): string => `${decodeSegment(request.path)}\n${request.body ?? ''}`;

/** The text of an answer that tells of failures: an error, or the failed operations of a bulk response. */
function errorText({ request, response }: Answered): string {
  if (response.status >= 400) return response.text;
  if (!isBulk(request)) return '';
  const results = member(response.body, 'Operations');
  const failed = (Array.isArray(results) ? results : []).filter(
    (result) => Number(readStatus(member(result, 'status'))) >= 400,
  );
  return failed.length === 0 ? '' : JSON.stringify(failed);
}

const readStatus = (status: unknown): unknown => member(status, 'code') ?? status;

function findLeak(answered: Answered) {
  const leak = leakIn(errorText(answered), askedIn(answered));
  return leak && { key: leak.key, observed: valuePart(leak.found.slice(0, 120)) };
}

const isError = (answered: Answered): boolean => errorText(answered) !== '';

/** Statuses that say "not now" or "not here" and that a client repeats rightly. */
const NO_FAULTS = [501, 502, 503, 504];

function internalErrorIn({ response }: Answered) {
  if (response.status < 500 || NO_FAULTS.includes(response.status)) return undefined;
  const key = `${response.method} ${response.status}`;
  return { key, expected: 'a status below 500', observed: describe(response) };
}

/** The same for what a client sends: checks of its groups write requests as it does. */
const internalError = (id: string, row: string, client: string, groups: RegExp) =>
  rule({
    id,
    verifies: [row],
    title: `no request as ${client} sends them is answered with an internal error`,
    reads: true,
    applies: ({ sender }) => groups.test(sender.check),
    breaks: internalErrorIn,
  });

export const failures = [
  rule({
    id: 'traffic.no-internal-error',
    verifies: ['7644:3.12/no-5xx'],
    title: 'no request of the run causes an internal server error',
    reads: true,
    // The tables of malformed requests judge their own answers, line by line.
    applies: ({ sender }) => !sender.check.startsWith('errors.'),
    breaks: internalErrorIn,
  }),
  internalError('traffic.no-internal-error-to-entra', 'entra:Q51', 'Entra', /^(entra|smartfile)\./),
  internalError('traffic.no-internal-error-to-okta', 'okta:O29', 'Okta', /^okta\./),
  rule({
    id: 'traffic.error-hides-the-inside',
    verifies: ['7644:7.7/error-leak'],
    title: 'no error reveals a stack trace or database statement',
    reads: true,
    applies: isError,
    breaks: (answered) => {
      const leak = findLeak(answered);
      return leak?.key === 'stack-trace' || leak?.key === 'database-error'
        ? { ...leak, expected: 'no internals of the endpoint' }
        : undefined;
    },
  }),
  rule({
    id: 'traffic.no-secret-in-answers',
    verifies: ['practice:P34'],
    title: 'no error reveals the token, a stack trace, a file path, a class or a database error',
    reads: true,
    applies: isError,
    breaks: (answered, { capabilities }) => {
      const token = /^Bearer\s+(\S{12,})$/i.exec(answered.request.sent.authorization ?? '')?.[1];
      // Of a token that is made of SCIM's own words nobody can tell whether an answer means it.
      const tells = token?.split(':').some((part) => !isOrdinaryWord(part, capabilities)) ?? false;
      if (tells && answered.response.text.includes(token ?? '') && !askedIn(answered).includes(token ?? ''))
        return { key: 'token', expected: 'an error without the token', observed: 'the token is in the body' };
      const leak = findLeak(answered);
      return leak && { ...leak, expected: 'no internals of the endpoint' };
    },
  }),
  rule({
    id: 'traffic.too-many-requests-is-explained',
    verifies: ['6585:4/429'],
    title: 'a 429 explains itself in Retry-After or in its body',
    reads: true,
    applies: ({ response }) => response.status === 429,
    breaks: ({ response }) =>
      response.text !== '' || response.headers['retry-after'] !== undefined
        ? undefined
        : { key: '429', expected: 'a body or Retry-After', observed: 'neither' },
  }),
  rule({
    id: 'traffic.busy-answer-says-when',
    verifies: ['practice:P29'],
    title: 'a 429 or 503 states in Retry-After when to try again',
    reads: true,
    applies: ({ response }) => response.status === 429 || response.status === 503,
    breaks: ({ response }) =>
      /^\s*\d+\s*$|GMT/.test(response.headers['retry-after'] ?? '')
        ? undefined
        : {
            key: `${response.status}`,
            expected: 'Retry-After in seconds or as a date',
            observed: valuePart(response.headers['retry-after'] ?? '') || 'no Retry-After',
          },
  }),
];
