import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../../kit/check/check.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { type PatchOperation, quote } from '../../kit/check/scim.ts';
import { freeTexts } from '../../kit/compose/choose.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import {
  type Attributes,
  at,
  equal,
  isObject,
  member,
  SEARCH_REQUEST,
  show,
  unassigned,
} from '../../schemas/attributes.ts';
import { replacement, settled, taken } from '../fixtures/kinds.ts';
import { withTexts } from '../fixtures/optional.ts';
import { movedAtRest } from '../fixtures/rest.ts';
import { patched } from '../fixtures/users/patched.ts';
import { renamed } from '../fixtures/users/renamed.ts';
import { plainUser } from '../fixtures/users/users.ts';

/** One name composed and decomposed, one from right to left, one beyond the basic plane. */
const TEXTS = ['Zo\u00eb', 'Zoe\u0308', '\u0645\u062d\u0645\u062f', '\u{20BB7}\u91ce'];

/** What may move between two answers, or be listed for the answer itself. */
const SHIFTING = /^(meta|schemas)$/i;

/** Whether a value holds all that the other one shows: a list may show less of a resource than a read does. */
function isWithin(shown: unknown, whole: unknown): boolean {
  if (unassigned(shown)) return true;
  if (Array.isArray(shown))
    return shown.every((one) => Array.isArray(whole) && whole.some((other) => isWithin(one, other)));
  if (isObject(shown)) return Object.keys(shown).every((name) => isWithin(shown[name], member(whole, name)));
  return equal(shown, whole);
}

const META = ['meta.lastModified', 'meta.version'];

/** Longer than a job may take that writes back what another system holds. */
const LATER_MS = 1_500;

/** What a resource says of itself, and says alike wherever it is shown. */
const ITSELF = ['meta.created', 'meta.version'];

/** What was acknowledged is so, what was refused is not, and reading changes neither. */
export const consistency = [
  check(
    'practice.reads-show-the-last-write',
    ['practice:P10'],
    'a read after a create, a PUT and a PATCH shows what was acknowledged',
    { needs: ['users'] },
    async ({ given, must, capabilities }) => {
      const { user, path, value, answer, before, after } = await given.the(renamed);
      must.keep(before, 'userName', user.name, { key: 'create', caseExact: false });

      taken('replace it', answer);
      must.keep(after, path, value, { key: 'PUT', caseExact: false });
      if (!capabilities.features.patch) return;
      const change = await given.the(patched);
      taken('patch it', change.answer);
      must.keep(change.after, change.path, change.value, { key: 'PATCH', caseExact: false });
    },
  ),
  check(
    'practice.found-as-soon-as-created',
    ['practice:P11'],
    'a filter finds a user as soon as its create is acknowledged',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await given.user();

      const filter = `userName eq ${quote(user.name)}`;
      must.listExactly(await scim.get(given.users, { query: { filter }, atOnce: true }), [user.id]);
    },
  ),
  check(
    'practice.lists-show-what-reads-show',
    ['practice:P39', 'practice:P10'],
    'lists, searches and later reads show a user, even if disabled, as an immediate read does',
    { needs: ['users', 'filter'], long: true },
    async ({ scim, given, must, capabilities, eventually, notApplicable }) => {
      const texts = freeTexts(capabilities).slice(0, 2);
      const user = await given.made(withTexts);
      const disable = { op: 'replace', path: 'active', value: false };
      const change = texts.slice(0, 1).map((path) => ({ op: 'replace', path, value: given.unique() }));
      if (capabilities.features.patch && !(await scim.patch(user.path, [disable, ...change])).ok)
        await scim.patch(user.path, [disable]);
      const early = await given.read(user);
      let whole = early;
      let read = settled(capabilities, 'User', whole);
      const strays = (answer: ScimResponse) => {
        const [only, ...others] = readList(answer).resources;
        if (only === undefined || others.length > 0) return undefined;
        const listed = settled(capabilities, 'User', only);
        const names = Object.keys(listed).filter(
          (name) => !SHIFTING.test(name) && !isWithin(listed[name], member(read, name)),
        );
        const itself = ITSELF.filter((path) => !isWithin(at(only, path), at(whole, path)));
        return [...names, ...itself];
      };
      const filter = `userName eq ${quote(user.name)}`;
      const isOfItself = (name: string) => ITSELF.includes(name);
      const compare = async (ask: () => PromiseLike<ScimResponse>) => {
        let ok = false;
        let found: string[] | undefined;
        await movedAtRest(async (again) => {
          if (again) whole = await given.read(user);
          read = settled(capabilities, 'User', whole);
          const answer = await eventually(ask, (one) => !one.ok || strays(one)?.every(isOfItself) === true);
          ok = answer.ok;
          found = strays(answer);
          return found?.filter(isOfItself) ?? [];
        });
        return { ok, found };
      };
      const { found } = await compare(() => scim.find(given.users, filter));

      if (found === undefined)
        return notApplicable('a lookup does not return only the user', 'nothing-to-observe');
      const what = 'what the list shows differently from a read';
      must.equal(
        found.filter((name) => !isOfItself(name)),
        [],
        { key: 'differs', what },
      );
      must.equal(found.filter(isOfItself), [], { key: 'meta', what });
      const search = { schemas: [SEARCH_REQUEST], filter };
      const sought = await compare(() => scim.post(`${given.users}/.search`, search));
      const missed = sought.ok ? (sought.found ?? ['the user']) : [];
      must.equal(missed, [], { key: 'search', what: 'what a search shows differently from a read' });
      // What the first read did not show was late, and is no matter of what comes later.
      const shows = (body: Attributes, { path, value }: PatchOperation) => equal(at(body, path ?? ''), value);
      const arrived = [disable, ...change].filter((one) => shows(early, one));
      await sleep(LATER_MS);
      const later = await given.read(user);
      must.equal(
        arrived.filter((one) => !shows(later, one)).map(({ path }) => path),
        [],
        { key: 'later', what: 'changes that a later read does not show', row: 'practice:P10' },
      );
    },
  ),
  check(
    'practice.refused-writes-leave-no-trace',
    ['practice:P20'],
    'a refused create, PUT or PATCH changes nothing',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      const [{ user: taken }, user] = [await plainUser(given), await given.anyUser()];
      const first = await given.read(user);
      const externalId = given.unique();
      const lost = { userName: taken.name, externalId };
      const operations = [
        { op: 'replace', path: 'externalId', value: externalId },
        { op: 'replace', path: 'id', value: given.unique() },
      ];
      const changed = await movedAtRest(async (again) => {
        const before = again ? await given.read(user) : first;
        const answers = [
          await scim.post(given.users, given.payload('User', lost)),
          await scim.put(user.path, replacement(capabilities, user, before, lost)),
        ];
        if (capabilities.features.patch) answers.push(await scim.patch(user.path, operations));
        if (answers.some(({ ok }) => ok)) notApplicable('a write was not refused', 'nothing-to-observe');
        const after = await given.read(user);
        return [
          ...['userName', 'externalId'].filter((path) => !equal(at(after, path), at(first, path))),
          ...META.filter((path) => !equal(at(after, path), at(before, path))),
        ];
      });

      must.equal(changed, [], { key: 'user', what: 'what the refused writes changed' });
      if (!capabilities.features.filter) return;
      const found = readList(await scim.find(given.users, `externalId eq ${quote(externalId)}`));
      must.equal(found.resources.length, 0, { key: 'created', what: 'the number of users that it created' });
    },
  ),
  check(
    'practice.reads-change-nothing',
    ['practice:P35'],
    'reading a user, by id or in a list, changes neither its lastModified nor its version',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities }) => {
      // Nobody else names it: what comes to refer to a user may move its version.
      const user = await given.anyUser();
      let [before, after]: Attributes[] = [];
      await movedAtRest(async () => {
        before = await given.read(user);
        const query = { attributes: 'userName' };
        await given.step('read a part of it', scim.get(user.path, { query }));
        if (capabilities.features.filter)
          await given.step('read it in a list', scim.find(given.users, `userName eq ${quote(user.name)}`));
        after = await given.read(user);
        return META.filter((path) => !equal(at(after, path), at(before, path)));
      });

      for (const path of META)
        must.hold(equal(at(after, path), at(before, path)), {
          key: path,
          expected: show(at(before, path)),
          observed: show(at(after, path)),
        });
    },
  ),
  check(
    'practice.unicode-survives',
    ['practice:P23'],
    'accepted Unicode in a string of a user is returned without loss',
    { needs: ['users'] },
    async ({ scim, given, must, observe, notApplicable, capabilities }) => {
      await plainUser(given);
      const [path] = freeTexts(capabilities);
      if (path === undefined) return notApplicable('the endpoint publishes no free-form string attribute');
      const text = [given.unique(), ...TEXTS].join(' ');
      const answer = await scim.post(given.users, given.payload('User', { [path]: text }));

      must.hold(answer.status < 500, { key: 'error', expected: '2xx or 4xx', observed: describe(answer) });
      observe('unicode', answer.ok ? 'accepted' : `refused with ${answer.status}`);
      if (!answer.ok) return;
      const stored = at(await given.read(await given.findPlace(answer)), path);
      // Both forms of one text are equal (RFC 7644 section 5 has strings prepared before they are compared).
      const kept = typeof stored === 'string' && stored.normalize('NFC') === text.normalize('NFC');
      must.hold(kept, { key: path, expected: show(text), observed: show(stored) });
    },
  ),
];
