import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { unrefused } from '../../kit/check/words.ts';
import { type Attributes, at, equal } from '../../schemas/attributes.ts';
import { plainPath, plainValue } from '../fixtures/optional.ts';
import { tryEach } from '../fixtures/refused.ts';
import {
  changed,
  holds,
  isWeak,
  listWrites,
  naming,
  newVersion,
  shows,
  tagged,
  versioned,
  write,
} from '../fixtures/versions.ts';

const WEAK = 'a weak tag never satisfies If-Match here: strong comparison, as HTTP by itself requires';
const DEMANDED =
  'changes without If-Match are refused; the run names versions from then on, which not every client does';

export const ifMatch = [
  check(
    'versions.current-tag-lets-writes-proceed',
    ['7644:3.14/if-match-ok'],
    'a write with the current ETag in If-Match is carried out',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, remark, capabilities } = tools;
      let now = await versioned(tools);
      if (scim.wantsVersions) remark('note', 'demanded', DEMANDED);
      await must.each(listWrites(capabilities), String, async (method, line) => {
        const value = plainValue(tools);
        const { tag } = now;
        const answer = await naming(tools, now, (latest) =>
          write(tools, method, latest, value, { headers: { 'if-match': latest.tag } }),
        );
        now = await tagged(tools, now.user);

        if (answer.status === 412 && isWeak(tag)) return remark('warning', method, WEAK);
        line.hold(answer.ok, { key: 'refused', expected: 'success', observed: describe(answer) });
        line.hold(shows(tools, now, value), {
          key: 'not-written',
          expected: 'the new value',
          observed: 'the old one',
        });
      });
    },
  ),
  check(
    'versions.stale-tag-prevents-writes',
    ['7644:3.14/if-match-stale'],
    'a write with an old ETag in If-Match is refused with 412 and changes nothing',
    { needs: ['users'] },
    async (tools) => {
      const { must, remark, capabilities } = tools;
      const now = await changed(tools, await versioned(tools));
      const path = plainPath(capabilities);
      const isLike = (one: Attributes, other: Attributes) => equal(at(one, path), at(other, path), false);
      const headers = { 'if-match': now.stale };
      const methods = listWrites(capabilities);
      const tried = await tryEach(methods, now.read, {
        send: (method) => write(tools, method, now, plainValue(tools), { headers }),
        read: async () => (await tagged(tools, now.user)).read,
        isLike,
      });
      await must.each(methods, String, (method, line) => {
        const { answer, before, after } = tried(method);
        line.hold(isLike(before, after), {
          key: 'written',
          expected: 'the user as it was',
          observed: `the user is changed, with ${describe(answer)}`,
        });
        line.hold(answer.status >= 400 && answer.status < 500, {
          key: unrefused(answer.status),
          expected: 'status 412',
          observed: describe(answer),
        });
        if (answer.status !== 412) remark('warning', method, `refused with ${answer.status}, not 412`);
      });
    },
  ),
  check(
    'versions.one-of-several-writers-wins',
    ['7644:3.14/if-match-stale'],
    'of simultaneous writes with the same ETag, at most one is carried out',
    { needs: ['users'] },
    async (tools) => {
      const { must, notApplicable } = tools;
      const now = await versioned(tools);
      const values = Array.from({ length: 4 }, () => plainValue(tools));
      const headers = { 'if-match': now.tag };
      const answers = await tools.network.together(
        values.map((value) => write(tools, 'PUT', now, value, { headers })),
      );
      const won = values.filter((_, index) => answers[index]?.ok);
      if (won.length === 0) notApplicable('all of the writes were refused', 'nothing-to-observe');

      must.equal(won.length, 1, { key: 'won', what: 'the number of writes that were carried out' });
      must.hold(await holds(tools, now.user, won[0] ?? ''), {
        key: 'lost',
        expected: 'the value of the write that succeeded',
        observed: 'another value',
      });
    },
  ),
  check(
    'versions.delete-honours-tags',
    ['7644:3.14/if-match-delete'],
    'a DELETE is refused with 412 for an old ETag and carried out for the current one',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, remark } = tools;
      const now = await changed(tools, await newVersion(tools));
      const { user, stale, tag } = now;
      const refused = await scim.delete(user.path, { headers: { 'if-match': stale } });
      must.haveStatus(await scim.get(user.path), 200, { key: 'deleted' });
      must.haveStatus(refused, [412, 409], { key: 'stale' });
      if (refused.status !== 412) remark('warning', 'stale', `refused with ${refused.status}, not 412`);

      const deleted = await naming(tools, now, (latest) =>
        scim.delete(user.path, { headers: { 'if-match': latest.tag } }),
      );
      if (deleted.status === 412 && isWeak(tag)) return remark('warning', 'current', WEAK);
      must.hold(deleted.ok, { key: 'current', expected: 'success', observed: describe(deleted) });
      must.haveStatus(await scim.get(user.path), [404, 410], { key: 'not-deleted' });
    },
  ),
  check(
    'versions.star-matches-what-exists',
    ['9110:13.1.1/if-match-star'],
    'If-Match: * matches only an existing user',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, capabilities } = tools;
      let now = await versioned(tools);
      const headers = { 'if-match': '*' };
      await must.each(listWrites(capabilities), String, async (method, line) => {
        const value = plainValue(tools);
        const answer = await write(tools, method, now, value, { headers });
        now = await tagged(tools, now.user);
        line.hold(answer.ok, { key: 'refused', expected: 'success', observed: describe(answer) });
        line.hold(shows(tools, now, value), {
          key: 'not-written',
          expected: 'the new value',
          observed: 'the old one',
        });
      });
      const path = await given.absentIfAny(given.users);
      if (path === undefined) return;
      const nobody = await scim.put(path, given.payload('User'), { headers });
      must.haveStatus(nobody, [404, 412], { key: 'nobody' });
    },
  ),
  check(
    'versions.one-tag-of-a-list-is-enough',
    ['9110:13.1.1/if-match-list'],
    'If-Match may list several ETags, one of which has to be current',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, remark, observe } = tools;
      const now = await versioned(tools);
      const other = await scim.get(now.user.path, { headers: { 'if-match': '"conf-none"' } });
      observe('etag.if-match-on-get', other.ok ? 'ignored' : `refused with ${other.status}`);
      const value = plainValue(tools);
      const answer = await naming(tools, now, (latest) =>
        write(tools, 'PUT', latest, value, { headers: { 'if-match': `"conf-none", ${latest.tag}` } }),
      );

      if (answer.status === 412 && isWeak(now.tag)) return remark('warning', 'weak', WEAK);
      must.hold(answer.ok, { key: 'refused', expected: 'success', observed: describe(answer) });
      must.hold(await holds(tools, now.user, value), {
        key: 'not-written',
        expected: 'the new value',
        observed: 'the old one',
      });
    },
  ),
];
