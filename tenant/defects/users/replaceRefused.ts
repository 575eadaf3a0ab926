import { isObject, ScimProblem } from '../../model.ts';
import { create } from '../../resources/lifecycle.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';
import { during } from '../patch/kit.ts';
import { replaced } from './kit.ts';

/** What a PUT does that it ought to refuse or pass over. */
export const replaceRefusedDefects: Defect[] = [
  {
    id: 'lifecycle.put-refuses-read-only',
    says: 'a PUT with another meta.created is refused',
    breaks: ['7644:3.5.1/put-readonly-ignored'],
    kills: ['users.replace-ignores-read-only', 'attributes.meta-is-the-endpoints-own'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      const created = isObject(body?.meta) ? body.meta.created : undefined;
      return created === undefined || created === stored?.created ? undefined : refuse(400);
    },
  },
  {
    id: 'lifecycle.put-takes-the-id',
    says: 'a PUT gives the account the id of its body',
    breaks: ['7644:3.5.1/put-readonly-ignored'],
    kills: ['users.replace-keeps-the-id'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (!stored || typeof body?.id !== 'string' || body.id === stored.id) return undefined;
      tenancy.store.remove(stored);
      tenancy.store.put({ ...stored, id: body.id });
      request.path = `/Users/${body.id}`;
    },
  },
  {
    id: 'replace.creates',
    says: 'PUT to an unknown id creates an account',
    breaks: ['7644:3.5.1/put-no-create', 'practice:P19'],
    kills: ['users.replace-creates-nothing', 'practice.writes-to-unknown-ids-make-nothing'],
    before(request, tenancy) {
      if (!isOne(request, 'PUT') || tenancy.store.find(readId(request))) return undefined;
      const type = tenancy.types.find(({ endpoint }) => request.path.startsWith(endpoint));
      if (!type) return undefined;
      try {
        create(tenancy, type, request.body, readId(request));
      } catch (thrown) {
        if (!(thrown instanceof ScimProblem)) throw thrown;
      }
    },
  },
  {
    id: 'users.put-creates-under-another-id',
    says: 'PUT to an unknown id is carried out as a create, under an id of its own',
    breaks: ['7644:3.5.1/put-no-create', 'practice:P19'],
    kills: ['users.replace-creates-nothing', 'practice.writes-to-unknown-ids-make-nothing'],
    before(request, { store }) {
      if (!isOne(request, 'PUT') || store.find(readId(request))) return;
      request.method = 'POST';
      request.path = request.path.slice(0, request.path.lastIndexOf('/'));
    },
  },
  {
    id: 'users.put-takes-a-taken-name',
    says: 'a PUT may give an account the userName of another one',
    breaks: ['7643:4.1.1/username-unique', '7644:3.12/put-uniqueness'],
    kills: ['users.replace-with-taken-user-name', 'users.replace-never-doubles-a-user-name'],
    ...during((request) => isOne(request, 'PUT'), {
      unique: (attribute) => attribute.name !== 'userName' && strict.unique(attribute),
    }),
  },
  {
    id: 'lifecycle.put-on-the-collection-creates',
    says: 'a PUT to the collection creates an account',
    breaks: ['7644:3.5.1/put-on-collection'],
    kills: ['users.replace-of-the-collection'],
    before(request, tenancy) {
      const type = tenancy.types.find(({ name }) => name === 'User');
      if (request.method !== 'PUT' || request.path !== '/Users' || !type) return undefined;
      create(tenancy, type, request.body);
      return { status: 200, headers: {}, body: request.body };
    },
  },
  {
    id: 'lifecycle.post-to-an-account-creates',
    says: "a POST to an account's address creates another one",
    breaks: ['7644:3.2/create-post-to-id'],
    kills: ['users.post-to-a-user-creates-nothing'],
    before(request) {
      if (isOne(request, 'POST')) request.path = '/Users';
    },
  },
];
