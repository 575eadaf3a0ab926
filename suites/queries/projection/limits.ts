import { check } from '../../../kit/check/check.ts';
import { quote } from '../../../kit/check/scim.ts';
import { isAnyText } from '../../../kit/compose/choose.ts';
import { idAt, resourcePath } from '../../../kit/wire/paths.ts';
import { type Attributes, at, isQualified, member, unassigned } from '../../../schemas/attributes.ts';
import { type Located, listAttributes } from '../../../schemas/lookup.ts';
import { taken } from '../../fixtures/kinds.ts';
import { filteredCrowd } from '../../fixtures/lists/crowd.ts';
import { describeOutcome } from '../sorting/limits.ts';
import { hides, nameAnswer, narrowed, readPortrait, spare } from './projection.ts';

const isChosen = ({ extension, attribute }: Located): boolean =>
  !extension &&
  /^(displayName|nickName|title)$/i.test(attribute.name) &&
  attribute.returned === 'default' &&
  isAnyText(attribute);

export const projectionLimits = [
  check(
    'queries.never-returned-cannot-be-asked-for',
    ['7644:3.9/attributes-never'],
    'requesting the password by name does not reveal it',
    async ({ scim, given, must, capabilities, notApplicable }) => {
      const others = listAttributes(capabilities, 'User').filter(
        ({ path, attribute }) =>
          path !== 'password' &&
          attribute.returned === 'never' &&
          attribute.type === 'string' &&
          attribute.mutability !== 'readOnly' &&
          !attribute.multiValued,
      );
      const secret = `Pw-${given.unique()}-9!`;
      const values: Attributes = { password: secret };
      for (const { schema, extension, attribute } of others)
        if (extension) values[schema] = { ...(values[schema] as object), [attribute.name]: secret };
        else values[attribute.name] = secret;
      const sent = given.payload('User', values);
      const created = await scim.post(given.users, sent).as('given', 'create a user');
      // Where accounts log in elsewhere a password is refused, and there is none to show.
      if (created.status === 400 || created.status === 403)
        notApplicable('a user with our password is refused', 'nothing-to-observe');
      const path = await given.findPlace(taken('create a user', created), sent);
      const paths = ['password', ...others.map(({ path }) => path)];

      const query = { attributes: ['userName', ...paths].join(',') };
      const { body, text } = await given.step('ask for it by name', scim.get(path, { query }));
      must.equal(member(body, 'id'), idAt(path), { key: 'id', what: 'id' });
      await hides(must, body, paths);
      must.hold(!text.includes(secret), {
        key: 'value',
        expected: 'no secret',
        observed: 'the secret itself',
      });
    },
  ),
  check(
    'queries.projection-applies-to-writes',
    ['7644:3.9/attributes-on-post'],
    'attributes and excludedAttributes apply to the responses of writes',
    async (tools) => {
      const { scim, given, must } = tools;
      const whole = await readPortrait(tools);
      const other = given.anyAttribute(
        'User',
        'a freely writable string, returned by default',
        isChosen,
      ).path;
      const sent = given.payload('User', { [other]: given.unique() });
      const created = await given.step(
        'create a user with attributes',
        scim.post(`${given.users}?attributes=userName`, sent),
      );
      const location = scim.pathWithin(created.headers.location ?? '');
      const path = resourcePath(given.users, created.body) ?? location ?? '';
      must.hold(path !== '', {
        key: 'id',
        expected: 'the id, whatever the attributes parameter names',
        observed: 'neither an id nor a Location',
      });
      const replaced = await given.step(
        'replace it with excludedAttributes',
        scim.put(`${path}?excludedAttributes=${other}`, sent),
      );
      const now = await given.read(path);

      must.hold(!unassigned(at(now, other)), {
        key: 'kept',
        expected: `${other}, as it was sent`,
        observed: 'nothing',
      });
      await must.each(['POST', 'PUT'], String, async (method, must) => {
        // A create may be answered without a body (RFC 7644 section 3.3), a PUT may not.
        if (method === 'POST' && created.text === '') return;
        if (method === 'POST')
          await narrowed(must, created.body, ['userName'], { ...whole, defaults: [other] });
        else await hides(must, replaced.body, [other]);
      });
    },
  ),
  check(
    'queries.unknown-attributes-ask-for-nothing',
    ['7644:3.9/attributes-unknown'],
    'an unknown name in attributes is refused or returns no default attribute',
    async (tools) => {
      const { scim, must } = tools;
      const whole = await readPortrait(tools);

      const answer = await scim.get(whole.user.path, { query: { attributes: 'confNoSuch' } });
      must.haveStatus(answer, [200, 400]);
      if (answer.status === 200) await hides(must, must.haveResource(answer), whole.defaults);
    },
  ),
  check(
    'queries.projection-leaves-the-filter-alone',
    ['7644:3.9/attributes-query-filter'],
    'a filter works on an attribute that the projection omits',
    async (tools) => {
      const { scim, given, must } = tools;
      await filteredCrowd(tools);
      const whole = await readPortrait(tools);
      const filter = `userName eq ${quote(whole.user.name)}`;

      must.listExactly(await scim.find(given.users, filter, { attributes: spare(whole, tools) }), [
        whole.user.id,
      ]);
    },
  ),
  check(
    'queries.both-projections-at-once',
    ['7644:3.9/mutually-exclusive'],
    'how attributes and excludedAttributes in one request are handled',
    async (tools) => {
      const { scim, observe } = tools;
      const { user } = await readPortrait(tools);
      const query = { attributes: 'userName', excludedAttributes: 'userName' };

      const both = await scim.get(user.path, { query });
      const shown = unassigned(member(both.body, 'userName')) ? 'excluded' : 'shown';
      observe('projection.both', both.ok ? `${both.status}, ${shown}` : describeOutcome(both));
    },
  ),
  check(
    'queries.extension-without-requested-members',
    ['7644:3.9/attributes-empty-extension'],
    'what is returned of an extension none of whose attributes was requested',
    async (tools) => {
      const { given, observe, notApplicable } = tools;
      const { user, defaults } = await readPortrait(tools);
      const urn = defaults.find((path) => isQualified(path))?.replace(/:\w+$/, '');
      if (urn === undefined) return notApplicable('the user shows no extension', 'nothing-to-observe');

      const { body } = taken('read a core attribute', await given.the(nameAnswer(user)));
      observe('projection.empty-extension', unassigned(member(body, urn)) ? 'omitted' : 'shown');
    },
  ),
];
