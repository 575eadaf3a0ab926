import { member } from '../kit/attributes.ts';
import { check } from '../kit/check.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

export const serviceProviderConfig = [
  check(
    {
      id: 'discovery.service-provider-config-answers',
      verifies: ['7644:4/spc-get'],
      title: 'ServiceProviderConfig answers 200 with one object of its own schema',
      reads: true,
    },
    async ({ given, must }) => {
      const answer = await given.shared('ServiceProviderConfig', (scim) =>
        scim.get('/ServiceProviderConfig'),
      );

      must.haveStatus(answer, 200);
      const schemas = member(must.haveResource(answer), 'schemas');
      must.hold(Array.isArray(schemas) && schemas.includes(URN), {
        key: 'schemas',
        expected: `schemas contains ${URN}`,
        observed: JSON.stringify(schemas) ?? 'no schemas',
        exchange: answer.exchange,
      });
    },
  ),
];
