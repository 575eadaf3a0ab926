import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What is dropped or made in a create that is out of the ordinary. */
export const unusualCreateDefects: Defect[] = [
  {
    id: 'entra.loses-one-of-a-type',
    says: 'of two addresses of one type only one is kept, though the answer shows both',
    breaks: ['entra:Q37'],
    kills: ['entra.two-of-one-type-agree'],
    after(request, response, { store }) {
      if (!isCreate(request) || !isObject(response.body)) return undefined;
      const resource = store.find(String(response.body.id));
      const emails = resource?.data.emails;
      if (!resource || !Array.isArray(emails) || emails.length < 2) return undefined;
      const types = emails.map((one) => (isObject(one) ? one.type : undefined));
      const data = { ...resource.data, emails: emails.filter((_, at) => types.indexOf(types[at]) === at) };
      response.body = structuredClone(response.body);
      store.put({ ...resource, data });
    },
  },
  {
    id: 'entra.group-names-not-unique',
    says: 'group names are published as unique, and a second group of one name is made',
    breaks: ['entra:R16'],
    kills: [
      'entra.second-group-of-a-name-is-refused',
      'attributes.unique-values-are-refused-twice',
      'groups.second-of-one-name-as-published',
    ],
    semantics: { unique: (attribute) => attribute.name !== 'displayName' && attribute.uniqueness !== 'none' },
  },
  {
    id: 'entra.needs-the-urn-of-an-extension',
    says: 'data of an extension whose URN is not listed is dropped',
    breaks: ['entra:Q25'],
    kills: ['entra.extension-without-its-urn-is-accepted'],
    before(request) {
      const { body } = request;
      if (!isCreate(request) || !isObject(body) || !Array.isArray(body.schemas)) return undefined;
      if (!body.schemas.includes(ENTERPRISE)) delete body[ENTERPRISE];
    },
  },
];
