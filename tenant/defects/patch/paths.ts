import { SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { done, readOperations, readPath, refusal } from './kit.ts';

/** Paths that are read wrongly. */
export const pathDefects: Defect[] = [
  {
    id: 'patch.names-by-letter',
    says: 'attribute names in paths are case-sensitive',
    breaks: ['7644:3.10/patch-attr-case'],
    kills: ['patch.names-in-any-letter-case', 'entra.operations-in-capitals-work'],
    before: (request) =>
      readOperations(request).some((one) => /(^|\.)[A-Z]{4,}$/.test(readPath(one)))
        ? refusal('invalidPath')
        : undefined,
  },
  {
    id: 'patch.no-core-urn',
    says: 'a path with the URN of the core schema is refused',
    breaks: ['7644:3.10/patch-urn-core'],
    kills: ['patch.urn-qualified-core-path'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one).startsWith(`${SCHEMA.user}:`))
        ? refusal('invalidPath')
        : undefined,
  },
  {
    id: 'patch.extension-path-lost',
    says: 'add with the URN of the enterprise extension succeeds but does nothing',
    breaks: ['7644:3.5.2/patch-urn-extension'],
    kills: ['patch.extension-path'],
    before: (request) =>
      readOperations(request)[0]?.op === 'add' &&
      readOperations(request).some((one) => readPath(one).startsWith(`${SCHEMA.enterprise}:`))
        ? done()
        : undefined,
  },
  {
    id: 'patch.dot-in-the-urn',
    says: 'a path with a sub-attribute after a URN is cut at the wrong dot and refused',
    breaks: ['7644:3.10/patch-ext-subattr'],
    kills: ['patch.extension-sub-attribute-path', 'users.manager-name-cannot-be-patched'],
    before: (request) =>
      readOperations(request).some((one) => /^urn:.*:[A-Za-z]+\.[A-Za-z]+$/.test(readPath(one)))
        ? refusal('invalidPath')
        : undefined,
  },
  {
    id: 'patch.schemas-end-the-request',
    says: 'an operation on schemas succeeds and ends the request',
    breaks: ['7644:3.5.2/patch-schemas-state'],
    kills: ['patch.schemas-then-extension'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one) === 'schemas') ? done() : undefined,
  },
];
