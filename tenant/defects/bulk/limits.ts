import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';
import { results } from './kit.ts';

/** What goes wrong with the limits of jobs. */
export const limitDefects: Defect[] = [
  {
    id: 'bulk.too-many-is-400',
    says: 'too many operations are answered 400',
    breaks: ['7644:3.7.4/max-operations'],
    kills: ['bulk.too-many-operations'],
    optIn: ['load'],
    after: (request, response) =>
      request.path === '/Bulk' && response.status === 413 && request.problem === undefined
        ? refuse(400, 'too many operations')
        : undefined,
  },
  {
    id: 'bulk.limit-is-one-lower',
    says: 'a job of exactly maxOperations is refused',
    breaks: ['7644:3.7.4/max-operations-exact'],
    kills: ['bulk.most-operations'],
    optIn: ['load'],
    before: ({ path, body }, { face }) =>
      path === '/Bulk' && face.bulk && results(body).length >= face.bulk.maxOperations
        ? refuse(413, `maxOperations is ${face.bulk.maxOperations}`)
        : undefined,
  },
  {
    id: 'bulk.large-body-without-limit',
    says: 'the refusal of a large body does not name the limit',
    breaks: ['7644:3.7.4/max-payload'],
    kills: ['bulk.too-many-bytes'],
    optIn: ['load'],
    after: (request, response) =>
      request.path === '/Bulk' && response.status === 413 && request.problem !== undefined
        ? refuse(413, 'the body is too large')
        : undefined,
  },
  {
    id: 'bulk.publishes-more-than-it-takes',
    says: 'the configuration says that jobs may have more operations than are taken',
    breaks: ['7644:3.7.4/max-operations-exact'],
    kills: ['bulk.most-operations'],
    optIn: ['load'],
    publishes: (name, document) =>
      name === 'ServiceProviderConfig' && isObject(document.bulk)
        ? { ...document, bulk: { ...document.bulk, maxOperations: 150 } }
        : document,
  },
];
