import { findUser, readUser, remove, send, withBody } from '../../clients/entra/index.ts';
import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { mediaType } from '../../kit/wire/response.ts';
import { ERROR, elements, isObject, member, show } from '../../schemas/attributes.ts';
import { composeCreate, person, seenUser, sharedUser } from '../fixtures/clients/provisioned.ts';
import { plainRead } from '../fixtures/users/users.ts';

const isError = (answer: ScimResponse): boolean =>
  elements({ list: [answer.body] }, 'list').length > 0 &&
  Array.isArray(member(answer.body, 'schemas')) &&
  (member(answer.body, 'schemas') as unknown[]).includes(ERROR);

export const wire = [
  check(
    'entra.token-is-all-it-takes',
    ['entra:R09'],
    'a read and a create that carry only a bearer token are served',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const only = { accept: null, 'user-agent': null };

      const made = await scim.post(given.users, given.payload('User'), { headers: only });
      must.haveStatus(made, [200, 201], { key: 'create' });
      const read = await scim.get(await given.findPlace(made), { headers: only });
      must.haveStatus(read, 200, { key: 'read' });
      must.hold(typeof member(read.body, 'id') === 'string', {
        key: 'read/id',
        expected: 'a user with an id',
        observed: describe(read),
      });
    },
  ),
  check(
    'entra.bare-requests-are-served',
    ['entra:Q22'],
    'GET and DELETE without User-Agent, Accept and Content-Type are served',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const user = await given.anyUser();

      const answer = await send(scim, findUser(given.users, 'userName', user.name));
      must.listExactly(answer, [user.id], { key: 'lookup' });
      must.haveStatus(await send(scim, remove(user.path)), [200, 202, 204], { key: 'DELETE' });
      must.haveStatus(await send(scim, readUser(user.path)), 404, { key: 'gone' });
    },
  ),
  check(
    'entra.charset-is-accepted',
    ['entra:Q23'],
    'a body of type application/scim+json with a charset parameter is accepted',
    { needs: ['provisions-users', 'users'] },
    async ({ must, scim, given, capabilities, notApplicable }) => {
      const { headers, ...request } = composeCreate({ given, capabilities }, person(given));
      const type = 'application/scim+json; charset=utf-8';

      const answer = await send(scim, { ...request, headers: { ...headers, 'content-type': type } });
      // What is refused without the parameter, too, is not refused for it.
      const plain = () => send(scim, composeCreate({ given, capabilities }, person(given)));
      if (!answer.ok && !(await plain()).ok)
        notApplicable(
          'a create as Entra sends it is refused without the parameter, too',
          'nothing-to-observe',
        );
      must.haveStatus(answer, [200, 201]);
      const id = member(await given.read(await given.findPlace(answer)), 'id');
      must.hold(typeof id === 'string', {
        key: 'id',
        expected: 'a user with an id',
        observed: describe(answer),
      });
    },
  ),
  check(
    'entra.answers-are-scim-json',
    ['entra:R18'],
    'responses to requests of the SCIM media type are application/scim+json',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const user = await given.the(seenUser);
      const requests = {
        create: scim.post(given.users, given.payload('User')),
        read: given.the(plainRead(user.path)),
        lookup: scim.find(given.users, `userName eq "${user.name}"`),
      };
      await must.each(
        Object.entries(requests),
        ([key]) => key,
        async ([key, request], line) => {
          const answer = await request;
          // A create may be answered without a body (RFC 7644 section 3.3).
          if (key === 'create' && answer.ok && answer.text === '') return;
          line.hold(answer.ok && isObject(answer.json) && mediaType(answer) === 'application/scim+json', {
            key: 'content-type',
            expected: 'a 2xx of type application/scim+json',
            observed: `status ${answer.status}, Content-Type ${show(answer.headers['content-type'])}`,
          });
        },
      );
    },
  ),
  check(
    'entra.errors-are-scim-errors',
    ['entra:Q29'],
    'errors are application/scim+json with a string status; a conflict has scimType uniqueness',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const user = await given.the(sharedUser);
      const requests = {
        conflict: withBody('POST', given.users, given.payload('User', { userName: user.name })),
        unknown: readUser(`${given.users}/${given.unique()}`),
      };
      await must.each(
        Object.entries(requests),
        ([key]) => key,
        async ([key, request], line) => {
          const answer = await send(scim, request);
          line.beScimError(answer, key === 'conflict' ? 409 : 404);
          line.equal(mediaType(answer), 'application/scim+json', { key: 'type', what: 'the media type' });
          line.equal(member(answer.body, 'status'), String(answer.status), {
            key: 'status-text',
            what: 'status',
          });
          if (key === 'conflict')
            line.equal(member(answer.body, 'scimType'), 'uniqueness', { key: 'scimType', what: 'scimType' });
        },
      );
    },
  ),
  check(
    'entra.unsupported-methods-are-scim-errors',
    ['entra:Q42'],
    'PUT, and POST on a user, work or return 405 or 501 with a SCIM error',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const user = await given.anyUser();
      await given.read(user);
      const put = await scim.put(user.path, { ...user.sent, id: user.id });
      if (!put.ok)
        must.hold([405, 501].includes(put.status) && isError(put), {
          key: 'PUT',
          expected: 'a 2xx, or 405 or 501 with a SCIM error',
          observed: describe(put),
        });
      const post = await scim.post(user.path, given.payload('User'));
      must.hold([400, 404, 405, 501].includes(post.status) && isError(post), {
        key: 'POST',
        expected: '405 or 501 (400 and 404 are tolerated) with a SCIM error',
        observed: describe(post),
      });
    },
  ),
  check(
    'entra.flag-in-a-query-is-ignored',
    ['entra:Q46'],
    'an unknown query parameter such as aadOptscim062020 is ignored',
    { needs: ['provisions-users'] },
    async ({ must, scim, given }) => {
      const user = await given.the(sharedUser);
      const request = findUser(given.users, 'userName', user.name);

      const answer = await send(scim, { ...request, path: `${request.path}&aadOptscim062020=` });
      must.listExactly(answer, [user.id]);
    },
  ),
  check(
    'entra.slash-before-the-query-is-no-error',
    ['entra:Q47'],
    '/Users/?filter= is handled like /Users?filter=, or refused with 404',
    { needs: ['provisions-users'] },
    async ({ must, scim, given, observe }) => {
      const user = await given.the(sharedUser);
      const { path, ...request } = findUser(given.users, 'userName', user.name);

      const answer = await send(scim, { ...request, path: path.replace('?', '/?') });
      observe('path.trailing-slash', String(answer.status));
      if (answer.status === 404) return must.beScimError(answer, 404);
      must.listExactly(answer, [user.id]);
    },
  ),
];
