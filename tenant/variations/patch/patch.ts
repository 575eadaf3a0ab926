import { invalid, syntax } from '../../errors.ts';
import { isObject, type ScimObject, type TenantRequest, type TenantResponse } from '../../model.ts';
import { isAuthorized, isOne, succeeded } from '../kit.ts';
import type { Variation } from '../variation.ts';

/** All that Entra does by PATCH: its operations begin with a capital. */
const CAPITALS =
  'G03 G04 Q01 Q02 Q03 Q04 Q05 Q06 Q07 Q08 Q09 Q10 Q11 Q12 Q13 Q14 Q15 Q16 Q17 Q27 Q28 Q34 Q35 Q37 Q40 Q48 Q55 Q58 R02 R07 R12 R13 R17 R30 R31 R32 R34'
    .split(' ')
    .map((row) => `entra:${row}`);

const SMARTFILE = ['S14', 'S15', 'S20', 'S21', 'S22', 'S26', 'S27', 'S28', 'S30', 'S37'].map(
  (row) => `smartfile:${row}`,
);

/** What PATCH answers, and what it takes (RFC 7644 section 3.5.2). */
export const patchVariations: Variation[] = [
  {
    id: 'patch.elements-merged',
    says: 'replace of an element that a value filter selects leaves the sub-attributes that it does not name',
    basis: ['7644:3.5.2.3'],
    semantics: (usual) => ({
      changeElement: (op, element, value) =>
        isObject(element) && isObject(value)
          ? { ...element, ...value }
          : usual.changeElement(op, element, value),
    }),
  },
  answering('without-body', 'PATCH is answered 204', ['7644:3.5.2'], () => true),
  answering('by-turns', 'PATCH is answered 200 and 204 by turns', ['7644:3.5.2'], alternately()),
  answering(
    'without-body-where-nothing-changed',
    'a PATCH that changes nothing is answered 204',
    ['7644:3.5.2', '7644:3.5.2.1'],
    (request) => text(request).length % 2 === 0,
  ),
  {
    id: 'patch.groups-with-body',
    says: 'PATCH of a group is answered with the whole group',
    basis: ['7644:3.5.2'],
    choice: 'answer of PATCH',
    smartfileRows: ['entra:R30'],
    options: () => ({ groupPatchBody: true }),
  },
  {
    id: 'patch.add-without-match-refused',
    says: 'add at a value filter that matches nothing is refused',
    basis: ['7644:3.5.2.1', '7644:3.12'],
    rows: ['7644:3.5.2.1/add-valuepath-nomatch'],
    smartfileRows: ['entra:Q06', 'entra:Q57', 'entra:G03'],
    semantics: (usual) => ({ noMatch: (op) => (op === 'add' ? 'refuse' : usual.noMatch(op)) }),
  },
  {
    id: 'patch.remove-without-match-refused',
    says: 'remove at a value filter that matches nothing is refused with noTarget',
    basis: ['7644:3.5.2.2', '7644:3.12'],
    rows: ['7644:3.5.2.2/remove-filter-nomatch'],
    smartfileRows: ['entra:Q13'],
    semantics: (usual) => ({ noMatch: (op) => (op === 'remove' ? 'refuse' : usual.noMatch(op)) }),
  },
  strict('single-values-refused', 'a list takes a list, even where one value is added', ['7644:3.5.2.1'], {
    rows: ['7644:3.5.2.1/add-multi-object'],
    smartfileRows: ['entra:R13', 'entra:Q10'],
    check: ({ path, value, op }) => {
      if (
        op !== 'remove' &&
        /^(?:emails|phoneNumbers|roles|members|addresses)$/i.test(path) &&
        isObject(value)
      )
        throw invalid('a list, please');
    },
  }),
  strict('text-for-booleans-refused', 'a boolean is no text', ['7643:2.3.2'], {
    smartfileRows: ['entra:Q02', 'entra:Q28'],
    check: ({ path, value }) => {
      if (/^active$/i.test(path) && typeof value === 'string') throw invalid('active is a boolean');
    },
  }),
  strict('removal-with-values-refused', 'remove takes no value', ['7644:3.5.2.2'], {
    rows: ['7644:3.5.2.2/remove-with-value'],
    smartfileRows: ['entra:Q12', 'entra:R31', 'smartfile:S30'],
    check: ({ op, value }) => {
      if (op === 'remove' && value !== undefined && value !== null) throw invalid('remove takes no value');
    },
  }),
  strict(
    'dotted-keys-refused',
    'without a path, the names in a value are names of attributes only',
    ['7644:3.5.2', '7644:3.10'],
    {
      smartfileRows: ['entra:Q05', 'entra:Q04'],
      check: ({ path, value }) => {
        if (
          path === '' &&
          isObject(value) &&
          Object.keys(value).some(
            (name) => /^\w+\.\w+$|\[|^urn:.*:\w+$/i.test(name) && !/:(?:User|Group)$/i.test(name),
          )
        )
          throw invalid('names of attributes, please');
      },
    },
  ),
  strict('hundred-operations', 'a PATCH has a hundred operations at most', ['9110:15.5.14', '7644:3.12'], {
    check: ({ index }) => {
      if (index >= 100) throw invalid('a hundred operations at most');
    },
  }),
  {
    id: 'patch.operators-by-the-letter',
    says: 'op is understood in lower case only',
    basis: ['7644:3.5.2'],
    rows: ['7644:3.5.2/patch-op-case'],
    smartfileRows: [...CAPITALS, ...SMARTFILE],
    semantics: (usual) => ({
      operation: (op) => {
        if (typeof op === 'string' && op !== op.toLowerCase()) throw syntax('"op" is add, remove or replace');
        return usual.operation(op);
      },
    }),
  },
];

interface Said {
  op: string;
  path: string;
  value: unknown;
  index: number;
}

const text = ({ text: sent = '' }: TenantRequest): string => sent;

function readOperations({ method, body }: TenantRequest): Said[] {
  if (method !== 'PATCH' || !isObject(body) || !Array.isArray(body.Operations)) return [];
  return body.Operations.filter(isObject).map(({ op, path, value }: ScimObject, index) => ({
    op: String(op).toLowerCase(),
    path: String(path ?? ''),
    value,
    index,
  }));
}

function alternately(): () => boolean {
  let turn = 0;
  return () => {
    turn += 1;
    return turn % 2 === 0;
  };
}

function answering(
  id: string,
  says: string,
  basis: string[],
  isBare: (request: TenantRequest) => boolean,
): Variation {
  return {
    id: `patch.${id}`,
    says,
    basis,
    choice: 'answer of PATCH',
    after: (request, response) => {
      if (request.method !== 'PATCH' || !isOne(request) || !succeeded(response)) return;
      // The parameter asks for a body (RFC 7644 section 3.5.2).
      if (!request.query.has('attributes') && isBare(request)) empty(response);
    },
  };
}

function empty(response: TenantResponse): void {
  response.status = 204;
  delete response.body;
  delete response.raw;
}

interface Strict extends Pick<Variation, 'rows' | 'smartfileRows'> {
  check(said: Said): void;
}

function strict(id: string, says: string, basis: string[], { check, ...rows }: Strict): Variation {
  return {
    id: `patch.${id}`,
    says,
    basis,
    ...rows,
    before: (request, tenancy) => {
      if (isAuthorized(request, tenancy)) for (const said of readOperations(request)) check(said);
      return undefined;
    },
  };
}
