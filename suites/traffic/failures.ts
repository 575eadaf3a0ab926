import { isOrdinaryWord } from '../../config/vocabulary.ts';
import { describe } from '../../kit/check/must.ts';
import { rule } from '../../kit/check/rule.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { valuePart } from '../../schemas/parts.ts';

/** What the inside of a server looks like when it gets out. */
const TRACES = [
  /\n\s*at [\w.$<>]+ ?\(/,
  /\.(java|kt|scala):\d+/,
  /Traceback \(most recent call last\)/,
  / in \S+\.php on line /,
  /^\s+File ".+", line \d+/m,
  /goroutine \d+ \[/,
];
const DATABASES = [
  /\bORA-\d{5}\b/,
  /SQLSTATE\[?\w*/,
  /\bSQL(ite)?(Exception|Error)\b/,
  /syntax error at or near/i,
  /You have an error in your SQL syntax/i,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^"]{1,200}\b(FROM|VALUES|SET|WHERE)\b/,
  /\bpsycopg2?\.|\bMongo(Server)?Error\b|\bE11000\b/,
];
const PATHS = [
  /(^|[\s"'(])\/(home|var|usr|opt|srv|app|root|etc)\/[\w.-]+\/[\w./-]+/,
  /[A-Z]:\\\\?[\w.-]+\\\\?[\w.-]+/,
];

type Leak = { key: string; observed: string } | undefined;

/** What a request said: its answer may repeat that. */
const askedIn = ({ request }: Answered): string => `${decoded(request.path)}\n${request.body ?? ''}`;

function leakIn(answered: Answered): Leak {
  const looked: [string, RegExp[]][] = [
    ['stack-trace', TRACES],
    ['database-error', DATABASES],
    ['file-path', PATHS],
  ];
  // In a JSON string the line ends of a trace are escaped.
  const shown = answered.response.text.replaceAll('\\n', '\n').replaceAll('\\"', '"');
  const asked = askedIn(answered);
  for (const [key, patterns] of looked)
    for (const pattern of patterns) {
      const found = pattern.exec(shown)?.[0].trim();
      // What the request itself said may be repeated.
      if (found !== undefined && !asked.includes(found))
        return { key, observed: valuePart(found.slice(0, 120)) };
    }
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const isError = ({ response }: Answered): boolean => response.status >= 400 && response.text !== '';

/** Statuses that say "not now" or "not here" and that a client repeats rightly. */
const NO_FAULTS = [501, 502, 503, 504];

function internalErrorIn({ response }: Answered) {
  if (response.status < 500 || NO_FAULTS.includes(response.status)) return undefined;
  const key = `${response.method} ${response.status}`;
  return { key, expected: 'an answer below 500', observed: describe(response) };
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
    title: 'no request of the run is answered with an internal error',
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
    title: 'no error shows a stack trace or database statement',
    reads: true,
    applies: isError,
    breaks: (answered) => {
      const leak = leakIn(answered);
      return leak && leak.key !== 'file-path'
        ? { ...leak, expected: 'nothing of the inside of the endpoint' }
        : undefined;
    },
  }),
  rule({
    id: 'traffic.no-secret-in-answers',
    verifies: ['practice:P34'],
    title: 'no error shows the token, a stack trace, a file path or database error',
    reads: true,
    applies: isError,
    breaks: (answered, { capabilities }) => {
      const token = /^Bearer\s+(\S{12,})$/i.exec(answered.request.sent.authorization ?? '')?.[1];
      // Of a token that is made of SCIM's own words nobody can tell whether an answer means it.
      const tells = token?.split(':').some((part) => !isOrdinaryWord(part, capabilities)) ?? false;
      if (tells && answered.response.text.includes(token ?? '') && !askedIn(answered).includes(token ?? ''))
        return { key: 'token', expected: 'an error without the token', observed: 'the token is in the body' };
      const leak = leakIn(answered);
      return leak && { ...leak, expected: 'nothing of the inside of the endpoint' };
    },
  }),
  rule({
    id: 'traffic.too-many-requests-is-explained',
    verifies: ['6585:4/429'],
    title: 'an answer 429 explains itself in Retry-After or its body',
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
    title: 'an answer 429 or 503 says in Retry-After when to come again',
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
