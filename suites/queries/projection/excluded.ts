import { check } from '../../../kit/check/check.ts';
import { at, member, unassigned } from '../../../schemas/attributes.ts';
import { sharedCrowd, withScope } from '../../fixtures/lists/crowd.ts';
import { answered } from '../../fixtures/lists/pages.ts';
import { hides, readPortrait, shows, spare } from './projection.ts';

export const projectionExcluded = [
  check(
    'queries.excluded-attribute-is-left-out',
    ['7644:3.9/excluded-get'],
    'excludedAttributes omits the named attributes and nothing else',
    async (tools) => {
      const { scim, given, must } = tools;
      const whole = await readPortrait(tools);
      const out = spare(whole, tools);
      const rest = whole.defaults.filter((path) => path !== out);

      const query = { excludedAttributes: out };
      const { body } = await given.step('read the rest', scim.get(whole.user.path, { query }));
      await hides(must, body, [out]);
      await shows(must, body, ['id', ...(unassigned(member(whole.full, 'meta')) ? [] : ['meta']), ...rest]);
    },
  ),
  check(
    'queries.excluded-attribute-is-left-out-of-lists',
    ['7644:3.9/excluded-get'],
    'excludedAttributes omits the named attributes from every resource in a list',
    async (tools) => {
      const { scim, given, must } = tools;
      const out = spare(await readPortrait(tools), tools);
      const query = { ...withScope(await tools.given.the(sharedCrowd)), excludedAttributes: out, count: 2 };

      const { resources } = answered(must, await scim.get(given.users, { query }));
      must.hold(resources.length > 0, { key: 'page', expected: 'a user or two', observed: 'no resource' });
      for (const resource of resources) {
        await hides(must, resource, [out]);
        await shows(must, resource, ['id', 'userName']);
      }
    },
  ),
  check(
    'queries.always-returned-cannot-be-excluded',
    ['7644:3.4.2.5/excluded-always'],
    'excludedAttributes does not remove what is always returned',
    async (tools) => {
      const { scim, given, must, remark } = tools;
      const whole = await readPortrait(tools);
      const always = ['id', ...whole.always];

      const query = { excludedAttributes: [...always, 'schemas'].join(',') };
      const { body } = await given.step(
        'exclude what is always returned',
        scim.get(whole.user.path, { query }),
      );
      await shows(must, body, always);
      if (unassigned(member(body, 'schemas'))) remark('warning', 'schemas', 'schemas can be excluded');
    },
  ),
  check(
    'queries.excluded-sub-attribute-is-left-out',
    ['7644:3.9/excluded-subattr'],
    'excludedAttributes omits a sub-attribute and keeps the others',
    async (tools) => {
      const { scim, given, must, notApplicable } = tools;
      const { user, full } = await readPortrait(tools);
      const lines = [
        { out: 'name.givenName', stays: 'name.familyName' },
        { out: 'meta.location', stays: 'meta.resourceType' },
      ].filter(({ out, stays }) => !unassigned(at(full, out)) && !unassigned(at(full, stays)));
      if (lines.length === 0) notApplicable('the user shows no complex attribute', 'nothing-to-observe');

      await must.each(
        lines,
        ({ out }) => out,
        async ({ out, stays }, must) => {
          const query = { excludedAttributes: out };
          const { body } = await given.step('exclude a part', scim.get(user.path, { query }));
          await hides(must, body, [out]);
          await shows(must, body, [stays, 'id', 'userName']);
        },
      );
    },
  ),
];
