import { isObject, type ScimObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';

const users = ({ store }: Tenancy): ScimObject[] => store.own('User').map(({ data }) => data);

const readValues = (list: unknown): string[] =>
  (Array.isArray(list) ? list.filter(isObject) : []).map(({ value }) => String(value).toLowerCase());

/** Whether somebody has an address of a body. */
function takesAddress(body: ScimObject, tenancy: Tenancy): boolean {
  const sent = readValues(body.emails);
  return users(tenancy).some(({ emails }) => readValues(emails).some((one) => sent.includes(one)));
}

const takesName = ({ userName }: ScimObject, tenancy: Tenancy): boolean =>
  users(tenancy).some((user) => String(user.userName).toLowerCase() === String(userName).toLowerCase());

const readCreateBody = (request: TenantRequest): ScimObject =>
  isCreate(request) && isObject(request.body) ? request.body : {};

const BREAKS = { breaks: ['entra:Q53'], kills: ['entra.taken-values-are-conflicts'] };

/** What goes wrong where a value is taken already. */
export const takenValueDefects: Defect[] = [
  {
    id: 'entra.taken-in-full-is-400',
    says: 'a create whose userName and address are both taken is answered 400',
    ...BREAKS,
    before(request, tenancy) {
      const body = readCreateBody(request);
      return takesAddress(body, tenancy) && takesName(body, tenancy) ? refuse(400) : undefined;
    },
  },
  {
    id: 'entra.taken-address-breaks',
    says: 'a create with an address that is taken breaks the server',
    ...BREAKS,
    before: (request, tenancy) => (takesAddress(readCreateBody(request), tenancy) ? refuse(500) : undefined),
  },
  {
    id: 'entra.taken-external-id-is-400',
    says: 'a create with an externalId that is taken is answered 400',
    ...BREAKS,
    before(request, tenancy) {
      const { externalId } = readCreateBody(request);
      const taken = externalId !== undefined && users(tenancy).some((user) => user.externalId === externalId);
      return taken ? refuse(400) : undefined;
    },
  },
  {
    id: 'entra.change-to-a-taken-name-is-passed-over',
    says: 'a PATCH of userName to one that is taken is answered 204 and changes nothing',
    ...BREAKS,
    before(request, tenancy) {
      const taken = readOperations(request).some(
        ({ path, value }) => path === 'userName' && takesName({ userName: value }, tenancy),
      );
      return taken ? { status: 204, headers: {} } : undefined;
    },
  },
  {
    id: 'entra.change-to-a-taken-value-breaks',
    says: 'a PATCH to an address or externalId that is taken breaks the server',
    ...BREAKS,
    before(request, tenancy) {
      const taken = readOperations(request).some(({ path, value }) => {
        const text = String(value).toLowerCase();
        if (path === 'externalId') return users(tenancy).some(({ externalId }) => externalId === value);
        return (
          /^emails/.test(String(path)) &&
          users(tenancy).some(({ emails }) => readValues(emails).includes(text))
        );
      });
      return taken ? refuse(500) : undefined;
    },
  },
];
