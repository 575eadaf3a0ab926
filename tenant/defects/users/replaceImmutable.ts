import { isObject, SCHEMA, type ScimObject, ScimProblem } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { succeeded } from '../kit.ts';
import { alter } from '../reach.ts';
import { replaced } from './kit.ts';

const TEST = SCHEMA.test;

/** What goes wrong with immutable attributes in a PUT. */
export const replaceImmutableDefects: Defect[] = [
  {
    id: 'replace.changes-immutable',
    says: 'immutable attributes can be changed',
    breaks: [
      '7643:7/immutable-not-updated',
      '7644:3.5.1/put-immutable-mismatch',
      '7644:3.5.2/patch-immutable-replace',
    ],
    kills: ['users.replace-keeps-immutable', 'attributes.immutable-values-stay', 'patch.immutable-stays'],
    semantics: { changesImmutable: () => true },
  },
  {
    id: 'lifecycle.put-refuses-immutable',
    says: 'a PUT that repeats an immutable value is refused',
    breaks: ['7644:3.5.1/put-immutable-same'],
    kills: ['users.replace-repeats-immutable'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (body && stored && readOrigin(body) !== undefined && readOrigin(body) === readOrigin(stored.data))
        request.problem = new ScimProblem(400, 'origin cannot be written', 'mutability');
    },
  },
  {
    id: 'users.put-loses-immutable',
    says: 'a PUT removes the values of immutable attributes, even those that it repeats',
    breaks: ['7644:3.5.1/put-immutable-same', '7644:3.5.1/put-immutable-unset'],
    kills: ['users.replace-repeats-immutable', 'users.replace-sets-immutable-once'],
    after(request, response, tenancy) {
      const { stored } = replaced(request, tenancy) ?? {};
      const own = stored?.data[TEST];
      if (!stored || !succeeded(response) || !isObject(own) || own.origin === undefined) return;
      const { origin: _, ...rest } = own;
      alter(tenancy, stored.id, { [TEST]: rest });
    },
  },
  {
    id: 'lifecycle.put-drops-first-immutable',
    says: 'a PUT cannot give an immutable attribute its first value',
    breaks: ['7644:3.5.1/put-immutable-unset'],
    kills: ['users.replace-sets-immutable-once'],
    before(request, tenancy) {
      const { body, stored } = replaced(request, tenancy) ?? {};
      if (body && stored && readOrigin(stored.data) === undefined && isObject(body[TEST]))
        delete body[TEST].origin;
    },
  },
];

function readOrigin(resource: ScimObject): unknown {
  const extension = resource[TEST];
  return isObject(extension) ? extension.origin : undefined;
}
