import { errorBody } from '../../errors.ts';
import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { nameType } from '../kit.ts';
import { readOperations, readPath, setOperations } from '../patch/kit.ts';
import { noContent, onOperations, refusing } from './kit.ts';

/** active in an operation of a user without a path is passed over, and the rest is done. */
function passingOver(
  id: string,
  says: string,
  isPassed: (active: unknown) => boolean,
  about: Pick<Defect, 'breaks' | 'kills'>,
): Defect {
  return {
    id: `entra.${id}-is-passed-over`,
    says,
    ...about,
    before(request) {
      if (nameType(request) !== 'User') return undefined;
      const all = readOperations(request);
      const left = all.flatMap((one) => {
        if (one.path !== undefined || !isObject(one.value) || !isPassed(one.value.active)) return [one];
        const { active: _passed, ...value } = one.value;
        return Object.keys(value).length > 0 ? [{ ...one, value }] : [];
      });
      if (left.length === 0 && all.length > 0) return noContent;
      if (left.length > 0) setOperations(request, left);
    },
  };
}

/** What goes wrong with the operations of Entra's PATCH requests. */
export const updateDefects: Defect[] = [
  {
    id: 'entra.long-patches-are-refused',
    says: 'a PATCH of more than ten operations is refused',
    breaks: ['entra:R02'],
    kills: ['entra.patch-changes-users-and-groups'],
    before: (request) =>
      readOperations(request).length > 10
        ? { status: 400, headers: {}, body: errorBody(400, 'too many operations', 'tooMany') }
        : undefined,
  },
  {
    id: 'patch.refuses-capitals',
    says: '"Replace" is not an operation',
    breaks: ['entra:R13', 'entra:Q01'],
    kills: ['entra.operations-in-capitals-work', 'entra.operations-in-any-case-work'],
    semantics: {
      operation: (op) => strict.operation(op === String(op).toLowerCase() ? op : undefined),
    },
  },
  {
    id: 'entra.strings-stay-strings',
    says: 'active sent as a string disables no one, with a 2xx',
    breaks: ['entra:Q02'],
    kills: ['entra.active-as-text-becomes-boolean'],
    before: onOperations((operation, path) => {
      if (path === 'active' && typeof operation.value === 'string') operation.value = true;
    }),
  },
  {
    id: 'entra.active-among-others-ignored',
    says: 'active is ignored in a PATCH of several operations',
    breaks: ['entra:Q02'],
    kills: ['entra.active-as-text-becomes-boolean'],
    before(request) {
      const operations = readOperations(request);
      if (operations.length < 2 || !isObject(request.body)) return undefined;
      const others = operations.filter((one) => readPath(one).toLowerCase() !== 'active');
      if (others.length > 0) request.body = { ...request.body, Operations: others };
    },
  },
  refusing(
    'text-for-active-is-refused',
    'a PATCH of active to the text "False" or "True" is refused',
    'entra:Q02',
    ['entra.active-as-text-becomes-boolean'],
    (one) => readPath(one) === 'active' && typeof one.value === 'string',
  ),
  passingOver(
    'text-for-active-without-path',
    'active as a string is ignored if the operation has no path',
    (active) => typeof active === 'string',
    { breaks: ['entra:Q02'], kills: ['entra.active-as-text-becomes-boolean'] },
  ),
  passingOver(
    'active-without-path',
    'active is ignored where the operation has no path',
    (active) => active !== undefined,
    {
      breaks: ['entra:Q02', '7644:3.5.2.3/replace-nopath'],
      kills: ['entra.active-as-text-becomes-boolean', 'patch.replace-without-path'],
    },
  ),
  {
    id: 'entra.add-leaves-active',
    says: 'add does not change an attribute that has a truth value',
    breaks: ['entra:Q03'],
    kills: ['entra.add-sets-active'],
    semantics: {
      addSingle: (current, value, attribute) =>
        attribute.type === 'boolean' ? current : strict.addSingle(current, value, attribute),
    },
  },
];
