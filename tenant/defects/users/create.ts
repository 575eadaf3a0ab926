import type { ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';

/** What goes wrong with the answer to a create. */
export const createDefects: Defect[] = [
  {
    id: 'create.answers-200',
    says: 'a create returns 200',
    breaks: ['7644:3.3/create-201'],
    kills: [
      'users.create-answers-201',
      'entra.user-is-created-as-entra-sends-it',
      'entra.initial-cycle-converges',
    ],
    after(request, response) {
      if (isCreate(request) && response.status === 201) response.status = 200;
    },
  },
  {
    id: 'create.without-location',
    says: 'a create has no Location header',
    breaks: ['7644:3.3/create-location', 'entra:Q31'],
    kills: ['users.create-names-location', 'entra.create-names-its-address'],
    after(request, response) {
      if (isCreate(request)) delete response.headers.location;
    },
  },
  {
    id: 'create.without-body',
    says: 'a create returns no representation',
    breaks: ['7644:3.3/create-body'],
    kills: ['users.create-returns-the-user'],
    after: (request, { status, headers }) =>
      isCreate(request) && status === 201 ? { status, headers } : undefined,
  },
  {
    id: 'meta.type-in-plural',
    says: 'meta.resourceType is the name of the endpoint',
    breaks: ['7643:3.1/meta-resourcetype-name', '7644:3.3.1/create-resourcetype'],
    kills: ['users.create-names-resource-type', 'traffic.meta-names-the-resource-type'],
    semantics: {
      represent: (full) => ({ ...full, meta: { ...(full.meta as ScimObject), resourceType: 'Users' } }),
    },
  },
];
