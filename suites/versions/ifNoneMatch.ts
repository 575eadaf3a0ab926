import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, equal, member, show } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import { plainPath, plainValue } from '../fixtures/optional.ts';
import { tryEach } from '../fixtures/refused.ts';
import {
  listWrites,
  noteTag,
  sharedVersion,
  type Tools,
  tagged,
  toggled,
  type Versioned,
  versioned,
  write,
} from '../fixtures/versions.ts';

/** Beside ETag, what a 304 repeats of the 200 that it stands for (RFC 9110 section 15.4.5). */
const REPEATED = ['content-location', 'vary'];

const bare = (tag: string | undefined): string => tag?.replace(/^W\//, '') ?? '';

/** The answer to a GET with a tag that is known. */
const knownTagAnswer = ({ user, tag }: Versioned, time: string) =>
  sharedAnswer(`versions.not-modified${time}`, ({ scim }) =>
    scim.get(user.path, { headers: { 'if-none-match': tag } }),
  );

/**
 * The answer to a GET with the tag of the shared user. Where the tag has moved on by itself since it was read, as that
 * of an account does that is completed in the background, the answer to a second GET with the tag of now.
 */
async function notModified({ given }: Pick<Tools, 'given'>): Promise<Versioned & { answer: ScimResponse }> {
  const first = await given.the(sharedVersion);
  const answer = await given.the(knownTagAnswer(first, ''));
  const { etag } = answer.headers;
  if (answer.status !== 200 || etag === undefined || etag === first.tag) return { ...first, answer };
  const later = { ...first, read: answer.body, tag: etag, headers: answer.headers };
  return { ...later, answer: await given.the(knownTagAnswer(later, '.later')) };
}

export const ifNoneMatch = [
  check(
    'versions.known-tag-answers-304',
    ['9110:13.1.2/if-none-match-304'],
    'a GET with the current ETag in If-None-Match returns 304 without a body',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, remark, observe } = tools;
      const { user, tag, answer } = await notModified(tools);
      const ask = (known: string, query?: Record<string, string>) =>
        scim.get(user.path, { headers: { 'if-none-match': known }, ...present({ query }) });
      must.haveStatus(answer, 304);
      must.equal(answer.text, '', { key: 'body', what: 'the body' });

      const other = await ask(toggled(tag));
      if (other.status !== 304)
        remark(
          'warning',
          'comparison',
          'the weak and the strong form of the same tag are not treated as equal',
        );
      const part = await ask(tag, { attributes: 'userName' });
      observe('etag.projection', part.status === 304 ? 'has the tag of the whole' : `answers ${part.status}`);
    },
  ),
  check(
    'versions.unknown-tag-answers-200',
    ['9110:13.1.2/if-none-match-changed'],
    'a GET with another ETag in If-None-Match returns 200 with the user',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must } = tools;
      const { user } = await tools.given.the(sharedVersion);
      const answer = await scim.get(user.path, { headers: { 'if-none-match': 'W/"conf-none"' } });

      must.haveStatus(answer, 200);
      must.keep(answer.body, 'id', user.id);
    },
  ),
  check(
    'versions.not-modified-repeats-headers',
    ['9110:15.4.5/304-headers'],
    'a 304 repeats the ETag, Content-Location and Vary of the 200',
    { needs: ['users'] },
    async (tools) => {
      const { must, notApplicable } = tools;
      const { headers: whole, tag, answer } = await notModified(tools);
      if (answer.status !== 304) notApplicable('there was no 304', 'nothing-to-observe');

      must.equal(bare(answer.headers.etag), bare(tag), { key: 'ETag', what: 'ETag' });
      for (const name of REPEATED.filter((one) => whole[one] !== undefined))
        must.equal(answer.headers[name], whole[name], { key: name, what: name });
    },
  ),
  check(
    'versions.star-refuses-what-exists',
    ['9110:13.1.2/if-none-match-star'],
    'for an existing resource, If-None-Match: * returns 304 to a GET and 412 to a write',
    { needs: ['users'] },
    async (tools) => {
      const { scim, must, observe, capabilities } = tools;
      let now = await versioned(tools);
      const { user } = now;
      const headers = { 'if-none-match': '*' };
      const path = plainPath(capabilities);
      const isLike = (one: Attributes, other: Attributes) => equal(at(one, path), at(other, path), false);
      const methods = listWrites(capabilities);
      const tried = await tryEach(methods, now.read, {
        send: (method) => write(tools, method, now, plainValue(tools), { headers }),
        read: async () => {
          now = await tagged(tools, user);
          return now.read;
        },
        isLike,
      });
      await must.each(methods, String, (method, line) => {
        const { answer, before, after } = tried(method);
        line.hold(isLike(before, after), {
          key: 'written',
          expected: 'the user as it was',
          observed: `the user is changed, with ${describe(answer)}`,
        });
        // Where changes have to name a version, this one does not either (RFC 6585 section 3).
        line.haveStatus(answer, scim.wantsVersions ? [412, 428] : 412);
      });
      const known = { 'if-none-match': now.tag };
      const put = await write(tools, 'PUT', now, plainValue(tools), { headers: known });
      observe('etag.if-none-match-on-put', put.ok ? 'ignored' : `refused with ${put.status}`);
      await must.each(['GET', 'DELETE'], String, async (method, line) => {
        const answer = await scim.send(method, user.path, undefined, { headers });
        line.haveStatus(answer, method === 'GET' ? 304 : scim.wantsVersions ? [412, 428] : 412);
      });
      const { status, body, headers: last } = await scim.get(user.path);
      must.hold(status === 200, {
        key: 'deleted',
        expected: 'the user',
        observed: show(member(body, 'status')),
      });
      noteTag({ scim }, user, { body, headers: last });
    },
  ),
];
