import type { Defect } from '../defect.ts';
import { isOne, nameType, refuse } from '../kit.ts';
import { readOp, readOperations, readPath, refusal } from './kit.ts';

/** What goes wrong with whether PATCH is offered, and what it takes. */
export const offeredDefects: Defect[] = [
  {
    id: 'patch.published-but-missing',
    says: 'PATCH is published, but a PATCH of userName is answered 501',
    breaks: ['7644:3.5/patch-offered'],
    kills: ['patch.works-where-it-is-published', 'patch.unknown-id-is-404'],
    before: (request) =>
      readOperations(request).some((one) => readOp(one) === 'replace' && readPath(one) === 'userName')
        ? refuse(501)
        : undefined,
  },
  {
    id: 'patch.groups-alone-take-it',
    says: 'PATCH is published, but only groups take it: a PATCH of an account is answered 405',
    breaks: ['7644:3.5/patch-offered'],
    kills: ['patch.works-where-it-is-published'],
    before: (request) =>
      isOne(request, 'PATCH') && nameType(request) === 'User'
        ? { ...refuse(405), headers: { allow: 'GET, PUT, DELETE' } }
        : undefined,
  },
  {
    id: 'patch.missing-is-405',
    says: 'PATCH is not supported and gets a 405',
    breaks: ['7644:3.12/patch-unsupported-501'],
    kills: ['patch.not-offered-is-501'],
    face: 'minimal',
    before: (request) =>
      isOne(request, 'PATCH') ? { ...refuse(405), headers: { allow: 'GET, PUT, DELETE' } } : undefined,
  },
  {
    id: 'patch.one-media-type',
    says: 'a PATCH of application/json gets a 415',
    breaks: ['7644:3.8/patch-content-type'],
    kills: ['patch.takes-both-media-types'],
    before: (request) =>
      isOne(request, 'PATCH') && request.headers['content-type'] === 'application/json'
        ? refuse(415)
        : undefined,
  },
  {
    id: 'patch.unknown-id-is-400',
    says: 'a PATCH of an unknown id gets a 400',
    breaks: ['7644:3.12/patch-404'],
    kills: ['patch.unknown-id-is-404'],
    after: (request, response) =>
      isOne(request, 'PATCH') && response.status === 404 ? refusal('invalidValue') : undefined,
  },
];
