import { invalid } from '../../errors.ts';
import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import { isAuthorized, isCreate } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** The enterprise part of a body. */
function enterpriseIn(body: unknown): ScimObject | undefined {
  const own = isObject(body) ? body[SCHEMA.enterprise] : undefined;
  return isObject(own) ? own : undefined;
}

/** What becomes of a manager that a create sends as a text. */
const ofManagerAsText = (
  rest: Pick<Variation, 'id' | 'says' | 'basis'>,
  take: (own: ScimObject, text: string) => void,
): Variation => ({
  ...rest,
  choice: 'managers as text',
  before(request, tenancy) {
    const own = isCreate(request) && isAuthorized(request, tenancy) ? enterpriseIn(request.body) : undefined;
    if (typeof own?.manager === 'string') take(own, own.manager);
    return undefined;
  },
});

/** Values as text where a complex one is published, understood or refused; parts that nobody sent. */
export const textFormVariations: Variation[] = [
  ofManagerAsText(
    {
      id: 'writes.managers-as-text-understood',
      says: 'a manager that a create sends as a string is treated as its id',
      basis: ['7643:2.3.8', '7644:3.3'],
    },
    (own, text) => {
      own.manager = { value: text };
    },
  ),
  ofManagerAsText(
    {
      id: 'writes.managers-as-text-refused',
      says: 'a manager that a create sends as a string is refused',
      basis: ['7643:2.3.8', '7644:3.12'],
    },
    () => {
      throw invalid('manager is an object');
    },
  ),
  {
    id: 'writes.roles-as-text-understood',
    says: 'a role that a create sends as JSON in a text is read',
    basis: ['7643:2.3.8', '7644:3.3'],
    before({ body, ...request }, tenancy) {
      if (!isCreate({ ...request, body }) || !isAuthorized({ ...request, body }, tenancy)) return undefined;
      if (!isObject(body) || !Array.isArray(body.roles)) return undefined;
      body.roles = body.roles.map((role) =>
        typeof role === 'string' && role.startsWith('{') ? (JSON.parse(role) as unknown) : role,
      );
      return undefined;
    },
  },
  {
    id: 'writes.circles-refused',
    says: 'no one is made its own manager',
    basis: ['7643:4.3', '7644:3.12'],
    before({ body, ...request }, tenancy) {
      if (request.method !== 'PATCH' || !isAuthorized({ ...request, body }, tenancy)) return undefined;
      const id = decodeURIComponent(request.path.split('/').at(-1) ?? '');
      const operations = isObject(body) && Array.isArray(body.Operations) ? body.Operations : [];
      for (const one of operations.filter(isObject))
        if (String(one.path).endsWith(':manager') && JSON.stringify(one.value ?? '').includes(`"${id}"`))
          throw invalid('nobody is the manager of itself');
      return undefined;
    },
  },
];
