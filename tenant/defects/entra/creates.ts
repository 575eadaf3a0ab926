import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What goes wrong with the creates of the Microsoft Entra provisioning service, and with the values in them. */
export const entraCreateDefects: Defect[] = [
  {
    id: 'entra.refuses-empty-roles',
    says: 'an empty list of roles is refused in a create',
    breaks: ['entra:R01', 'entra:Q26'],
    kills: [
      'entra.user-is-created-as-entra-sends-it',
      'entra.empty-roles-are-accepted',
      'entra.charset-is-accepted',
      'entra.nulls-in-a-create-are-not-assigned',
      'smartfile.users-and-groups-are-served',
    ],
    before: (request) =>
      isCreate(request) &&
      isObject(request.body) &&
      Array.isArray(request.body.roles) &&
      request.body.roles.length === 0
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.group-needs-members',
    says: 'a group without members is refused',
    breaks: ['entra:R23'],
    kills: ['entra.group-is-created-without-members'],
    before: (request) =>
      isCreate(request) &&
      request.path === '/Groups' &&
      isObject(request.body) &&
      (!Array.isArray(request.body.members) || request.body.members.length === 0) &&
      Array.isArray(request.body.schemas) &&
      request.body.schemas.length === 1 &&
      request.body.members !== undefined
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.breaks-on-null',
    says: 'null for an extension or an attribute in a create breaks the server',
    breaks: ['entra:Q24', '7644:3.12/no-5xx'],
    kills: ['entra.nulls-in-a-create-are-not-assigned', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && Object.values(request.body).includes(null)
        ? refuse(500)
        : undefined,
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
    id: 'entra.tidies-values',
    says: 'runs of blanks in names and titles become one blank',
    breaks: ['entra:R12'],
    kills: ['entra.values-are-stored-as-sent'],
    semantics: { keep: (value) => (typeof value === 'string' ? value.replace(/ {2,}/g, ' ') : value) },
  },
  {
    id: 'entra.lowers-family-names',
    says: 'family names are stored in small letters',
    breaks: ['entra:Q39'],
    kills: ['entra.telephone-numbers-are-kept'],
    semantics: {
      keep: (value, attribute) =>
        attribute.name === 'familyName' && typeof value === 'string' ? value.toLowerCase() : value,
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
];
