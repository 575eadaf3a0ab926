import { check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import { mediaType, type ScimResponse } from '../../kit/wire/response.ts';
import { valuePart } from '../../schemas/parts.ts';
import { taken } from '../fixtures/kinds.ts';
import { bystander } from './bystander.ts';

const SCIM_JSON = 'application/scim+json';
const JSON_TYPES = [SCIM_JSON, 'application/json'];

/** Ways to ask that leave the choice of the format to the endpoint. */
const UNDECIDED: { name: string; headers: Record<string, string | null> }[] = [
  { name: 'no Accept', headers: { accept: null } },
  { name: 'Accept: */*', headers: { accept: '*/*' } },
  { name: 'no Accept, no User-Agent', headers: { accept: null, 'user-agent': null } },
];

/** The media type of an answer is one of these. */
function beOfType(must: Must, answer: ScimResponse, types: string[]): void {
  must.hold(types.includes(mediaType(answer) ?? ''), {
    key: 'Content-Type',
    expected: types.join(' or '),
    observed: valuePart(answer.headers['content-type'] ?? '') || 'no Content-Type',
    exchange: answer.exchange,
  });
}

/** A page of one user. */
const oneUser = sharedAnswer('a page of one user', ({ scim, given }) =>
  scim.get(given.users, { query: { count: 1 } }),
);

export const media = [
  check(
    'protocol.scim-json-is-answered',
    ['7644:3.8/accept-scim'],
    'a read that asks for application/scim+json is answered with that type',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await bystander(given);
      const answers = [await scim.get(user.path), await given.the(oneUser)];

      await must.each(
        answers,
        ({ template }) => template,
        (answer, line) => {
          line.haveStatus(answer, 200);
          beOfType(line, answer, [SCIM_JSON]);
        },
      );
    },
  ),
  check(
    'protocol.plain-json-is-answered',
    ['7644:3.8/accept-json'],
    'a read that asks for application/json is answered with JSON',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await bystander(given);
      const answer = await scim.get(user.path, { headers: { accept: 'application/json' } });

      must.haveStatus(answer, 200);
      beOfType(must, answer, JSON_TYPES);
      must.keep(answer.body, 'id', user.id);
    },
  ),
  check(
    'protocol.scim-json-is-the-default',
    ['7644:3.8/default-type'],
    'a read that asks for no media type, or any, is answered with application/scim+json',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const user = await bystander(given);

      await must.each(
        UNDECIDED,
        ({ name }) => name,
        async ({ headers }, line) => {
          const answer = await scim.get(user.path, { headers });
          line.haveStatus(answer, 200);
          beOfType(line, answer, [SCIM_JSON]);
        },
      );
    },
  ),
  check(
    'protocol.other-types-are-observed',
    ['7644:3.8/content-type-other'],
    'how the endpoint handles unknown media types',
    { needs: ['users'] },
    async ({ scim, given, observe }) => {
      const user = await bystander(given);
      for (const accept of ['application/xml', 'image/png']) {
        const answer = await scim.get(user.path, { headers: { accept } });
        observe(`accept.${accept}`, `${answer.status}`);
      }

      for (const type of ['text/plain', 'application/xml']) {
        const headers = { 'content-type': type };
        const answer = await scim.post(given.users, given.payload('User'), { headers });
        observe(`content-type.${type}`, answer.ok ? 'created' : `${answer.status}`);
      }
    },
  ),
  check(
    'protocol.scim-json-is-read',
    ['7644:3.8/content-type-in'],
    'bodies of type application/scim+json are accepted, with and without a charset',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      // A user made beforehand would be made in one of the types in question.
      taken('list users', await given.the(oneUser));
      const types = [SCIM_JSON, `${SCIM_JSON}; charset=utf-8`, `${SCIM_JSON};charset=UTF-8`];

      await must.each(
        types,
        (type) => type,
        async (type, line) => {
          const body = given.payload('User');
          const answer = await scim.post(given.users, body, { headers: { 'content-type': type } });
          line.hold(answer.ok, { key: 'refused', expected: 'a user created', observed: describe(answer) });
          const read = await given.read(await given.findPlace(answer));
          line.keep(read, 'userName', body.userName, { caseExact: false });
        },
      );
    },
  ),
  check(
    'protocol.plain-json-is-observed',
    ['7644:3.8/content-type-json-in'],
    'whether bodies of type application/json are accepted',
    { needs: ['users'] },
    async ({ scim, given, observe }) => {
      await bystander(given);

      for (const type of ['application/json', 'application/json; charset=utf-8']) {
        const headers = { 'content-type': type };
        const answer = await scim.post(given.users, given.payload('User'), { headers });
        observe(`content-type.${type}`, answer.ok ? 'accepted' : `refused with ${answer.status}`);
      }
    },
  ),
];
