import { check } from '../../kit/check/check.ts';
import { BULK_REQUEST, member, show } from '../../schemas/attributes.ts';
import { victim } from '../fixtures/victim.ts';

/** Keywords that say something else of a create without its required attribute. */
const OF_OTHER_MEANING = [
  'uniqueness',
  'mutability',
  'noTarget',
  'tooMany',
  'invalidFilter',
  'invalidPath',
  'invalidVers',
  'sensitive',
];

export const keywords = [
  check(
    'errors.missing-attribute-has-a-fitting-keyword',
    ['7644:3.12/error-invalid-value-scimtype'],
    'the error for a missing userName has no scimType with a different meaning',
    { needs: ['users'] },
    async ({ scim, given, must, observe, notApplicable }) => {
      await given.the(victim);
      const body = { ...given.payload('User'), userName: undefined, externalId: given.unique() };
      const answer = await scim.post(given.users, body);
      if (answer.status < 400 || answer.status >= 500)
        notApplicable(`the create was answered ${answer.status}`, 'nothing-to-observe');

      const keyword = member(answer.body, 'scimType');
      must.hold(!OF_OTHER_MEANING.includes(String(keyword)), {
        key: 'scimType',
        expected: 'invalidValue, or none',
        observed: show(keyword),
      });
      observe('create.missing-attribute', String(keyword ?? 'no scimType'));
    },
  ),
  check(
    'errors.unsupported-operation-answers-501',
    ['7644:3.12/error-501'],
    'an unsupported operation gets a 501 or 405',
    { needs: ['users'] },
    async ({ scim, given, must, capabilities, notApplicable }) => {
      const user = await given.the(victim);
      const { patch, bulk } = capabilities.features;
      const change = [{ op: 'replace', path: 'userName', value: user.name }];
      const offers = [
        {
          name: 'PATCH',
          lacking: patch === false,
          statuses: [501, 405],
          send: () => scim.patch(user.path, change),
        },
        {
          name: 'bulk',
          lacking: bulk === false,
          // That nothing is there is said once, by bulk.is-answered-501-where-not-offered.
          statuses: [501, 405, 404],
          send: () => scim.post('/Bulk', { schemas: [BULK_REQUEST], Operations: [] }),
        },
      ].filter(({ lacking }) => lacking);
      if (offers.length === 0) notApplicable('the endpoint supports PATCH and bulk');

      await must.each(
        offers,
        ({ name }) => name,
        async ({ send, statuses }, line) => {
          line.beRefused(await send(), statuses);
        },
      );
    },
  ),
];
