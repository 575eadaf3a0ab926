import { isObject, type TenantRequest } from '../../model.ts';
import type { Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isOne, nameType } from '../kit.ts';
import { readOperations } from '../patch/kit.ts';
import { overwriting } from '../reach.ts';

const BODIES = { breaks: ['practice:P46'], kills: ['practice.ids-in-bodies-choose-nobody'] };

/** The id in a body that is that of another user. */
function otherIn(request: TenantRequest, { store }: Tenancy): string | undefined {
  const bodies =
    request.method === 'PATCH' ? readOperations(request).map(({ value }) => value) : [request.body];
  const ids = bodies.filter(isObject).map(({ id }) => id);
  return ids.find(
    (id): id is string =>
      typeof id === 'string' && !request.path.endsWith(id) && store.get('User', id) !== undefined,
  );
}

function following(method: 'PUT' | 'PATCH'): Pick<Defect, 'before'> {
  return {
    before(request, tenancy) {
      const id =
        isOne(request, method) && nameType(request) === 'User' ? otherIn(request, tenancy) : undefined;
      if (id !== undefined) request.path = `/Users/${encodeURIComponent(id)}`;
      return undefined;
    },
  };
}

/** Ids in bodies that choose the resource. */
export const bodyIdDefects: Defect[] = [
  {
    id: 'astray.create-overwrites-whom-its-body-names',
    says: 'a create whose body has the id of a user overwrites that user, and is answered 201',
    ...BODIES,
    ...overwriting(({ id }, { store }) =>
      typeof id === 'string' && store.get('User', id) !== undefined ? id : undefined,
    ),
  },
  {
    id: 'astray.put-reaches-whom-its-body-names',
    says: 'a PUT whose body has the id of another user replaces that other',
    ...BODIES,
    ...following('PUT'),
  },
  {
    id: 'astray.patch-reaches-whom-its-value-names',
    says: 'a PATCH without path whose value has the id of another user changes that other',
    ...BODIES,
    ...following('PATCH'),
  },
];
