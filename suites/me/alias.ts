import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { sharedAnswer } from '../../kit/check/sharedAnswer.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, at, equal, member, show, unassigned } from '../../schemas/attributes.ts';
import { listAttributes } from '../../schemas/lookup.ts';
import { differing } from '../fixtures/kinds.ts';
import { plainUser } from '../fixtures/users/users.ts';

type Tools = Pick<CheckTools, 'given' | 'scim' | 'notApplicable'>;

const REDIRECTS = [301, 302, 303, 307, 308];
/** Without a subject of its own, a token that belongs to a machine has nothing to show. */
const NO_SUBJECT = [401, 403, 404];

const isResource = ({ status, body }: ScimResponse): boolean =>
  status === 200 && typeof member(body, 'id') === 'string';

const meAnswer = sharedAnswer('me', ({ scim }) => scim.get('/Me'));

/** The answer of the permanent address that /Me names. */
const permanent = (path: string) =>
  sharedAnswer(`me at ${path}`, ({ scim }) => scim.get(path), 'me at its own address');

/** The answer of /Me where the endpoint gives the subject itself; not applicable where it does not. */
async function subject(tools: Tools): Promise<ScimResponse> {
  const answer = await tools.given.the(meAnswer);
  if (!isResource(answer)) tools.notApplicable(`GET /Me is answered with ${describe(answer)}`);
  return answer;
}

/** Where /Me says that its resource has its permanent place: by Location, else by meta.location. */
function readPlace({ scim }: Tools, answer: ScimResponse): string | undefined {
  const named = answer.headers.location ?? member(member(answer.body, 'meta'), 'location');
  return typeof named === 'string' ? scim.pathWithin(named) : undefined;
}

export const alias = [
  check(
    'me.is-answered-or-not-offered',
    ['7644:3.11/me-unsupported-501'],
    'GET /Me returns a resource, redirects to one, or returns 501',
    { needs: ['users'] },
    async (tools) => {
      const { must, remark } = tools;
      await plainUser(tools.given);
      const answer = await tools.given.the(meAnswer);

      must.haveStatus(answer, [200, ...REDIRECTS, ...NO_SUBJECT, 501]);
      must.hold(answer.status !== 200 || isResource(answer), {
        key: 'resource',
        expected: 'a resource with an id',
        observed: describe(answer),
      });
      if (NO_SUBJECT.includes(answer.status))
        remark('warning', 'status', `/Me answers ${answer.status}; without the feature it should be 501`);
    },
  ),
  check(
    'me.redirect',
    ['7644:3.11/me-redirect'],
    'how /Me leads to the subject',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, observe, remark } = tools;
      await plainUser(given);
      const answer = await tools.given.the(meAnswer);
      if (!REDIRECTS.includes(answer.status))
        return observe('me', isResource(answer) ? 'answers itself' : `is answered ${answer.status}`);

      if (answer.status !== 308) remark('warning', 'status', `/Me redirects by ${answer.status}, not 308`);
      const path = readPlace(tools, answer);
      const there = path === undefined ? undefined : await scim.get(path);
      observe('me', `redirects to ${there === undefined ? 'another place' : `what answers ${there.status}`}`);
    },
  ),
  check(
    'me.names-its-permanent-address',
    ['7644:3.11/me-location'],
    'the response of /Me names the permanent address of the subject in Location',
    { reads: true },
    async (tools) => {
      const { scim, must } = tools;
      const answer = await subject(tools);
      const { location } = answer.headers;
      const meta = member(member(answer.body, 'meta'), 'location');

      const path = location === undefined ? undefined : scim.pathWithin(location);
      must.hold(path !== undefined && !/\/Me\/?$/i.test(path), {
        key: 'Location',
        expected: 'the permanent address of the subject',
        observed: show(location),
      });
      if (typeof meta === 'string')
        must.equal(path, scim.pathWithin(meta), { key: 'meta', what: 'Location' });
      const there = await tools.given.the(permanent(path ?? ''));
      // The subject may have no right to its permanent address.
      if ([401, 403].includes(there.status)) return;
      must.haveStatus(there, 200, { key: 'target' });
      must.equal(member(there.body, 'id'), member(answer.body, 'id'), { key: 'id', what: 'the id there' });
    },
  ),
  check(
    'me.is-the-resource-itself',
    ['7644:3.11/me-same'],
    '/Me and the permanent address show the same resource',
    { reads: true },
    async (tools) => {
      const { scim, must, notApplicable, capabilities } = tools;
      const before = await subject(tools);
      const path = readPlace(tools, before);
      if (path === undefined) return notApplicable('/Me names no permanent address', 'nothing-to-observe');
      const there = await tools.given.the(permanent(path));
      if (!isResource(there))
        notApplicable(`the permanent address answers ${there.status}`, 'nothing-to-observe');
      const after = await scim.get('/Me');
      const moving = differing(capabilities, 'User', before.body, after.body);

      const differs = [
        ...differing(capabilities, 'User', before.body, there.body),
        ...differing(capabilities, 'User', there.body, before.body),
      ].filter((one) => !moving.includes(one));
      must.equal(differs, [], { key: 'differs', what: 'what differs' });
    },
  ),
  check(
    'me.takes-attributes',
    ['7644:3.9/me-projection'],
    'the attributes parameter narrows the response of /Me',
    { reads: true },
    async (tools) => {
      const { scim, must, notApplicable, capabilities } = tools;
      const { body } = await subject(tools);
      const movable = listAttributes(capabilities, 'User')
        .filter(({ attribute, path }) => attribute.returned === 'default' && !unassigned(at(body, path)))
        .map(({ path }) => path);
      const wanted = movable.find((path) => path === 'userName') ?? movable[0];
      if (wanted === undefined || movable.length < 2)
        return notApplicable('/Me shows fewer than two attributes by default', 'nothing-to-observe');
      const part = await scim.get('/Me', { query: { attributes: wanted } });

      must.haveStatus(part, 200);
      must.equal(member(part.body, 'id'), member(body, 'id'), { key: 'id', what: 'id' });
      must.hold(equal(at(part.body, wanted), at(body, wanted)), shown(part.body, wanted));
      const left = movable.filter((path) => path !== wanted && !unassigned(at(part.body, path)));
      must.equal(left, [], { key: 'unasked', what: 'what is shown unasked' });
    },
  ),
  check(
    'me.takes-patches',
    ['7644:3.11/me-patch'],
    'how a PATCH of /Me that changes nothing is handled',
    { needs: ['patch'], phase: 'exclusive', optIn: 'destructive' },
    async (tools) => {
      const { scim, observe, notApplicable } = tools;
      const { body } = await subject(tools);
      // The operator's own account: nothing is written that is not there already.
      const path = ['displayName', 'nickName', 'title'].find((name) => typeof body[name] === 'string');
      if (path === undefined) return notApplicable('/Me has no plain value', 'nothing-to-observe');
      const answer = await scim.patch('/Me', [{ op: 'replace', path, value: body[path] }]);

      observe('me.patch', answer.ok ? 'accepted' : `refused with ${answer.status}`);
    },
  ),
];

function shown(resource: Attributes, path: string) {
  return { key: 'asked', expected: `${path} as without the parameter`, observed: show(at(resource, path)) };
}
