import { check } from '../../../kit/check/check.ts';
import { elements, isQualified, member, unassigned } from '../../../schemas/attributes.ts';
import { findAttribute } from '../../../schemas/lookup.ts';
import { taken } from '../../fixtures/kinds.ts';
import { sharedCrowd, withScope } from '../../fixtures/lists/crowd.ts';
import { answered } from '../../fixtures/lists/pages.ts';
import { hides, nameAnswer, narrowed, readPortrait, remarkMeta, shows, spare } from './projection.ts';

export const projectionAttributes = [
  check(
    'queries.attributes-narrow-a-resource',
    ['7644:3.9/attributes-get'],
    'attributes=userName returns userName, what is always returned, and no other default',
    async (tools) => {
      const { given, must, remark } = tools;
      const whole = await readPortrait(tools);

      const answer = taken('read it with attributes', await given.the(nameAnswer(whole.user)));
      await narrowed(must, must.haveResource(answer), ['userName'], whole);
      remarkMeta(answer.body, remark);
    },
  ),
  check(
    'queries.attributes-narrow-a-list',
    ['7644:3.4.2.5/attributes-list'],
    'attributes narrows every resource of a list',
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const whole = await readPortrait(tools);
      const query = { ...withScope(await tools.given.the(sharedCrowd)), attributes: 'userName', count: 2 };

      const { resources } = answered(must, await scim.get(given.users, { query }));
      must.hold(resources.length > 0, { key: 'page', expected: 'a user or two', observed: 'no resource' });
      for (const resource of resources) await narrowed(must, resource, ['userName'], whole);
      if (resources.some((resource) => unassigned(member(resource, 'schemas'))))
        remark('warning', 'schemas', 'the resources of the list have no schemas');
    },
  ),
  check(
    'queries.attributes-take-several-names',
    ['7644:3.9/attributes-multiple'],
    'attributes accepts several comma-separated names',
    async (tools) => {
      const { scim, given, must } = tools;
      const whole = await readPortrait(tools);
      const paths = ['userName', spare(whole, tools)];
      if (!unassigned(member(member(whole.full, 'name'), 'givenName'))) paths.push('name.givenName');

      const query = { attributes: paths.join(',') };
      const answer = await given.step('read it with attributes', scim.get(whole.user.path, { query }));
      await narrowed(must, must.haveResource(answer), paths, whole);
    },
  ),
  check(
    'queries.attributes-reach-sub-attributes',
    ['7644:3.9/attributes-subattr'],
    'attributes=name.familyName returns no other part of the name',
    { needs: ['attribute:User.name.familyName', 'attribute:User.name.givenName'] },
    async (tools) => {
      const { scim, must, remark, capabilities, notApplicable } = tools;
      const whole = await readPortrait(tools);
      if (unassigned(member(member(whole.full, 'name'), 'familyName')))
        notApplicable('the endpoint shows no familyName', 'nothing-to-observe');

      const emails = whole.defaults.includes('emails') && otherParts('emails', 'value').length > 0;
      const query = { attributes: `name.familyName${emails ? ',emails.value' : ''}` };
      const answer = await scim.get(whole.user.path, { query });
      must.haveStatus(answer, 200);
      const { body } = answer;
      await narrowed(must, body, ['name.familyName'], {
        ...whole,
        defaults: whole.defaults.filter((path) => path !== 'emails'),
      });
      await hides(must, body, otherParts('name', 'familyName'));
      const parts = otherParts('emails', 'value').map((path) => path.slice('emails.'.length));
      if (elements(body, 'emails').some((one) => parts.some((part) => !unassigned(member(one, part)))))
        remark('warning', 'emails', 'attributes=emails.value also returns other parts of the addresses');

      function otherParts(owner: string, wanted: string): string[] {
        const parts = findAttribute(capabilities, 'User', owner)?.subAttributes ?? [];
        return parts
          .filter(({ name, returned }) => name !== wanted && returned !== 'always')
          .map(({ name }) => `${owner}.${name}`);
      }
    },
  ),
  check(
    'queries.attributes-take-urn-names',
    ['7644:3.10/attributes-urn'],
    'attributes accepts names prefixed with the URN of their schema',
    async (tools) => {
      const { scim, given, must } = tools;
      const whole = await readPortrait(tools);
      const extension = whole.defaults.find((path) => isQualified(path));
      const paths = ['urn:ietf:params:scim:schemas:core:2.0:User:userName', extension ?? ''].filter(Boolean);

      await must.each(
        paths,
        (path) => (path === extension ? 'extension' : 'core'),
        async (path, must) => {
          const query = { attributes: path };
          const answer = await given.step('read it with attributes', scim.get(whole.user.path, { query }));
          await narrowed(must, answer.body, [path === extension ? path : 'userName'], whole);
        },
      );
    },
  ),
  check(
    'queries.projection-ignores-letter-case',
    ['7644:3.10/attributes-case'],
    'names in attributes and excludedAttributes are accepted in any case',
    async (tools) => {
      const { scim, given, must } = tools;
      const whole = await readPortrait(tools);
      const other = spare(whole, tools);
      const lines = [
        { query: { attributes: 'USERNAME' }, gone: whole.defaults.filter((path) => path !== 'userName') },
        { query: { excludedAttributes: other.toUpperCase() }, gone: [other] },
      ];

      await must.each(
        lines,
        ({ query }) => Object.keys(query)[0] ?? '',
        async ({ query, gone }, must) => {
          const { body } = await given.step('read a part of it', scim.get(whole.user.path, { query }));
          await shows(must, body, ['id', 'userName']);
          await hides(must, body, gone);
        },
      );
    },
  ),
  check(
    'queries.id-stays-with-any-projection',
    ['7644:3.9/attributes-id-always'],
    'no projection removes the id',
    async (tools) => {
      const { scim, given, must } = tools;
      const whole = await readPortrait(tools);
      const queries = [{ attributes: spare(whole, tools) }, { excludedAttributes: 'id' }];

      await must.each(
        queries,
        (query) => Object.keys(query)[0] ?? '',
        async (query, must) => {
          const answer = await given.step('read a part of it', scim.get(whole.user.path, { query }));
          must.keep(answer.body, 'id', whole.user.id);
        },
      );
    },
  ),
];
