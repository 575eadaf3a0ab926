import { isObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, refuse, resourcesIn } from '../kit.ts';

const KILLS = { breaks: ['practice:P14'], kills: ['protocol.crooked-ids-reach-nothing'] };
const ONE = /^\/Users\/([^/.][^/]*)$/;

/** The id of a request on one user that no user has; a sequence that is no text is left alone. */
function unknownId({ path }: TenantRequest, { store }: Tenancy): string | undefined {
  const [, segment] = ONE.exec(path) ?? [];
  if (segment === undefined || /%(?![0-9a-f]{2})|%[89a-f]/i.test(segment)) return undefined;
  const id = decodeURIComponent(segment);
  return store.get('User', id) === undefined ? id : undefined;
}

/** Reads what is no id as something that leads to a resource. */
function leading(id: string, says: string, to: (id: string, tenancy: Tenancy) => string | undefined): Defect {
  return {
    id: `read.${id}`,
    says,
    ...KILLS,
    before(request, tenancy) {
      const wanted = nameType(request) === 'User' ? unknownId(request, tenancy) : undefined;
      const path = wanted === undefined ? undefined : to(wanted, tenancy);
      if (path !== undefined) request.path = path;
      return undefined;
    },
  };
}

const polluted = new WeakSet<Tenancy>();

/** What attacks do that they may not, and addresses that lead to what they do not name. */
export const hostileDefects: Defect[] = [
  leading('names-are-ids', 'the userName in place of an id leads to the user', (id, { store }) => {
    const [found] = store.lookup('User', 'userName', id);
    return found && `/Users/${encodeURIComponent(found.id)}`;
  }),
  leading('ids-end-where-they-are-known', 'whatever follows an id is ignored', (id, { store }) => {
    const found = store.own('User').find((one) => id.startsWith(one.id));
    return found && `/Users/${encodeURIComponent(found.id)}`;
  }),
  leading(
    'groups-are-users',
    'the address of a user with the id of a group leads to the group',
    (id, { store }) => store.get('Group', id) && `/Groups/${encodeURIComponent(id)}`,
  ),
  {
    id: 'read.id-ends-at-null',
    says: 'an id ends at a null byte',
    breaks: ['practice:P14'],
    kills: ['protocol.crooked-ids-reach-nothing'],
    before(request) {
      request.path = request.path.replace(/%00.*$/, '');
    },
  },
  {
    id: 'create.takes-prototypes',
    says: 'what a body names __proto__ is in every later answer',
    breaks: ['practice:P21'],
    kills: ['protocol.prototype-names-are-inert'],
    before(request, tenancy) {
      if (isObject(request.body) && Object.hasOwn(request.body, '__proto__')) polluted.add(tenancy);
    },
    after(request, response, tenancy) {
      if (!polluted.has(tenancy) || !isOne(request, 'GET')) return undefined;
      for (const resource of resourcesIn(response)) resource.polluted = 'yes';
    },
  },
  {
    id: 'protocol.prototypes-break',
    says: 'a create whose body has a member named __proto__ breaks the server',
    breaks: ['practice:P21', '7644:3.12/no-5xx'],
    kills: ['protocol.prototype-names-are-inert', 'traffic.no-internal-error'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && Object.hasOwn(request.body, '__proto__')
        ? refuse(500)
        : undefined,
  },
  {
    id: 'create.joins-doubled-members',
    says: 'a member that comes twice is stored as both values',
    breaks: ['practice:P26'],
    kills: ['protocol.doubled-members-are-read-one-way'],
    before(request) {
      const names = [...(request.text ?? '').matchAll(/"userName":"([^"]+)"/g)].map((found) => found[1]);
      if (isCreate(request) && names.length > 1 && isObject(request.body))
        request.body.userName = names.join(',');
    },
  },
  {
    id: 'error.large-body-breaks',
    says: 'a body beyond the limit breaks the server',
    breaks: ['practice:P27'],
    kills: ['protocol.too-large-a-body-is-refused-in-order'],
    before: ({ problem }) => (problem?.status === 413 ? refuse(500) : undefined),
  },
  {
    id: 'protocol.gateway-gives-up-on-large-bodies',
    says: 'a gateway answers a create of more than a megabyte with 502 and a page of HTML',
    breaks: ['practice:P27'],
    kills: ['protocol.too-large-a-body-is-refused-in-order'],
    before: (request) =>
      isCreate(request) && request.problem?.status === 413
        ? { status: 502, headers: { 'content-type': 'text/html' }, raw: '<html>Bad Gateway</html>' }
        : undefined,
  },
];
