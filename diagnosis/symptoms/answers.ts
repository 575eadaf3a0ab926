import { ERROR, isObject, member } from '../../schemas/attributes.ts';
import { SCIM_TYPES } from '../../schemas/messages.ts';
import { present } from '../../schemas/present.ts';
import { type Act, readHeader } from '../traffic/act.ts';
import { describeBroken } from '../traffic/requestWords.ts';
import type { Failure, View } from '../view.ts';
import { add, ofExchanges, type Sighted, type Sighting, type Symptom } from './symptom.ts';

/** Requests with other than the run's own credentials, which are refused in good faith. */
function isProbe(act: Act): boolean {
  return act.exchange.purpose === 'control' || /^auth\.|token|credential/.test(act.exchange.check);
}

/** Of the requests with a token, so many are answered 401 where it is refused. */
const REFUSED = 0.9;

/** Requests that are answered 401; where next to no write is served, reads that are say nothing to the contrary. */
function tokenRefused(view: View): Sighted {
  const answered = view.acts.filter((act) => !isProbe(act) && act.status !== undefined);
  const writes = answered.filter(({ exchange }) => !/^(GET|HEAD|OPTIONS)$/.test(exchange.method));
  const isRefused = (act: Act) => act.status === 401;
  const refused = writes.filter(isRefused).length;
  const deciding = refused > 0 && refused >= writes.length * REFUSED ? writes : answered;
  const seen = new Map<string, Sighting>();
  for (const act of answered.filter(isRefused)) add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: deciding.filter((act) => !isRefused(act)).length };
}

/** How the body of an error differs from a SCIM error message (RFC 7644 section 3.12); undefined where it does not. */
function flawOfError(act: Act): 'html' | 'empty' | 'text' | 'schemas' | 'status' | undefined {
  const text = act.exchange.response?.body;
  if (text === undefined) return 'empty';
  if (/^\s*<(!doctype|html)/i.test(text)) return 'html';
  if (!isObject(act.body)) return act.isCut ? undefined : 'text';
  const schemas = member(act.body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.includes(ERROR)) return 'schemas';
  return typeof member(act.body, 'status') === 'string' ? undefined : 'status';
}

/** A failure over how an error looks, not over whether something is refused. */
function isAboutForm({ key = '', row = '' }: Failure): boolean {
  return (
    /error|body|media|content-type|scimType|detail|schemas|html/i.test(key) ||
    /3\.12\/|error|3\.8\/|valid-json|401/.test(row)
  );
}

function badError(id: string, flaw: ReturnType<typeof flawOfError>): Symptom {
  return ofExchanges({ id, share: 0.6 }, (act) => {
    if (!act.refused || act.exchange.method === 'HEAD') return undefined;
    return flawOfError(act) === flaw;
  });
}

/** All that came back is one and the same answer, whatever was asked. */
function uniform(view: View): Sighted {
  const answered = view.acts.filter((act) => act.status !== undefined && act.exchange.method !== 'HEAD');
  const forms = new Map<string, number>();
  for (const act of answered) {
    const form = `${act.status} ${describeShape(act)}`;
    forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  const most = Math.max(0, ...forms.values());
  const [form = ''] = [...forms].find(([, times]) => times === most) ?? [];
  // That every request is refused for its token has words of its own.
  if (form.startsWith('401 ')) return { seen: [], contrary: answered.length };
  const isOne = answered.length >= 5 && most >= answered.length * 0.97;
  if (!isOne) return { seen: [], contrary: answered.length };
  const seen = [...view.senders].map((sender) => ({
    sender,
    exchanges: view
      .story(sender)
      .slice(0, 1)
      .map((act) => act.number),
  }));
  return { seen, contrary: 0 };
}

function describeShape(act: Act): string {
  const text = act.exchange.response?.body ?? '';
  return isObject(act.body) ? Object.keys(act.body).sort().join() : text.slice(0, 40);
}

/** Every PATCH, PUT and DELETE is refused with one status, whatever it names. */
function methodsBlocked(view: View): Sighted {
  const none: Sighted = { seen: [], contrary: 1 };
  const acts = view.acts.filter((act) => /^(PATCH|PUT|DELETE)$/.test(act.exchange.method) && !isProbe(act));
  const methods = new Set(acts.map(({ exchange }) => exchange.method));
  const statuses = new Set(acts.map(({ status }) => status));
  const [status = 0] = statuses;
  if (methods.size < 3 || statuses.size > 1 || status < 400 || status === 401 || status === 429) return none;
  const seen = new Map<string, Sighting>();
  for (const act of acts) add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0 };
}

const BEYOND_ASCII = /[^\p{ASCII}]/u;

/** Whether letters came back as substitutes: U+FFFD, or question marks for what is not ASCII. */
function breaksLetters({ exchange, verb, sent, body, succeeded }: Act): boolean | undefined {
  const text = exchange.response?.body;
  if (text === undefined) return undefined;
  if (text.includes('\ufffd') && !exchange.request.body?.includes('\ufffd')) return true;
  if ((verb !== 'create' && verb !== 'replace') || !succeeded || !isObject(sent)) return false;
  return Object.entries(sent).some(([name, value]) => {
    const found = member(body, name);
    if (typeof value !== 'string' || typeof found !== 'string') return false;
    return BEYOND_ASCII.test(value) && !BEYOND_ASCII.test(found) && /\?/.test(found);
  });
}

/** What is wrong with answers whatever was asked: their status, their form, or that none comes. */
export const answerSymptoms: Symptom[] = [
  { id: 'answers.all-alike', least: 1, total: true, look: uniform },
  { id: 'access.token-refused', share: REFUSED, total: true, look: tokenRefused },
  { id: 'http.methods-blocked', total: true, look: methodsBlocked },
  // A request without a body says nothing of the Content-Type.
  ofExchanges({ id: 'media.scim-json-refused', share: 0.5, total: true }, ({ status, exchange }) => {
    if (status === 406) return true;
    if (status === undefined || status === 401 || exchange.request.body === undefined) return undefined;
    return status === 415;
  }),
  // Whatever is asked for, a client may leave Accept out (RFC 9110 section 12.5.1).
  ofExchanges({ id: 'media.bare-request-refused', least: 1, share: 0, precise: true }, (act) => {
    const { headers } = act.exchange.request;
    if (act.status === undefined || readHeader(headers, 'accept') !== undefined) return undefined;
    return act.status === 406;
  }),
  ofExchanges({ id: 'media.answers-are-html', share: 0.5 }, (act) =>
    act.succeeded && act.exchange.response?.body !== undefined
      ? /^\s*<(!doctype|html)/i.test(act.exchange.response.body)
      : undefined,
  ),
  { ...badError('errors.are-html', 'html') },
  { ...badError('errors.are-empty', 'empty'), explains: isAboutForm },
  { ...badError('errors.are-text', 'text'), explains: isAboutForm },
  { ...badError('errors.without-schemas', 'schemas'), explains: isAboutForm },
  { ...badError('errors.status-is-a-number', 'status'), explains: isAboutForm },
  ofExchanges({ id: 'errors.wrong-keyword', share: 0.5, explains: isAboutForm }, (act) => {
    const keyword = act.refused ? member(act.body, 'scimType') : undefined;
    return typeof keyword === 'string' ? !SCIM_TYPES.has(keyword) : undefined;
  }),
  ofExchanges({ id: 'races.writes-locked', least: 1, share: 0, certain: true }, ({ status }) =>
    status === 423 ? true : undefined,
  ),
  ofExchanges({ id: 'http.unicode-broken', least: 1, share: 0 }, breaksLetters),
  ofExchanges({ id: 'answers.time-out', share: 0 }, (act) =>
    act.exchange.failure === undefined ? false : /TIMEOUT|ABORT/i.test(act.exchange.failure.code),
  ),
  ofExchanges({ id: 'answers.connection-dropped', share: 0 }, (act) =>
    act.exchange.failure === undefined ? false : !/TIMEOUT|ABORT/i.test(act.exchange.failure.code),
  ),
  { id: 'errors.breaks-on-reads', least: 1, share: 0, precise: true, look: readsBreak },
  ofExchanges({ id: 'answers.too-many-requests', share: 0 }, (act) => act.status === 429),
];

/** Reads of resources that are served at other times, and broke. */
function readsBreak(view: View): Sighted {
  const isRead = ({ verb, query }: Act) => verb === 'read' && query.size === 0;
  const served = new Set(view.acts.filter((act) => isRead(act) && act.succeeded).map(({ target }) => target));
  const seen = new Map<string, Sighting>();
  for (const act of view.acts)
    if (isRead(act) && isBroken(act) && served.has(act.target)) add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0 };
}

const isBroken = ({ status }: Act): boolean => [500, 502, 504].includes(status ?? 0);

function breaks(view: View): Sighted {
  const seen = new Map<string, Sighting>();
  const broken = view.acts.filter(isBroken);
  for (const act of broken) add(seen, act.exchange.check, [act.number]);
  return { seen: [...seen.values()], contrary: 0, ...present({ about: describeBroken(broken, view.acts) }) };
}

/** Answers that say that the server broke: the last word where nothing says over what. */
export const lastSymptoms: Symptom[] = [
  { id: 'errors.breaks-on-input', share: 0, byExchange: true, look: breaks },
];
