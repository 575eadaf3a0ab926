import { errorBody } from '../../errors.ts';
import { isObject, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';
import { filtered, readOp, readOperations, readPath } from '../patch/kit.ts';

/** Forms that Entra always sends, turned away as RFC 7644 permits: its changes never arrive. */
export const entraRefusalDefects: Defect[] = [
  refusing(
    'listed-removal-is-refused',
    'a remove of members that lists them in its value is refused',
    'entra:Q12',
    ['entra.listed-members-are-removed-alone'],
    (one) => readOp(one) === 'remove' && Array.isArray(one.value),
  ),
  refusing(
    'text-for-active-is-refused',
    'a PATCH of active to the text "False" or "True" is refused',
    'entra:Q02',
    ['entra.active-as-text-becomes-boolean'],
    (one) => readPath(one) === 'active' && typeof one.value === 'string',
  ),
  refusing(
    'dotted-keys-are-refused',
    'a value without path whose keys have dots is refused',
    'entra:Q05',
    ['entra.flattened-keys-reach-nested-values'],
    ({ path, value }) =>
      path === undefined && isObject(value) && Object.keys(value).some((key) => /^\w+\.\w+$/.test(key)),
  ),
  refusing(
    'first-address-is-refused',
    'an add of a work address to a user without one is refused with noTarget',
    'entra:Q06',
    ['entra.add-creates-the-work-address'],
    (one) => readOp(one) === 'add' && filtered(one)?.list === 'emails',
  ),
  refusing(
    'null-reference-is-refused',
    'an add of members whose $ref is null is refused',
    'entra:Q55',
    ['entra.members-are-added-as-entra-sends-them'],
    ({ value }) => Array.isArray(value) && value.some((one) => isObject(one) && one.$ref === null),
  ),
  {
    ...refusing(
      'several-members-are-refused',
      'an add of more than one member at once is refused',
      'entra:Q55',
      ['entra.members-are-added-as-entra-sends-them'],
      (one) =>
        readOp(one) === 'add' &&
        readPath(one) === 'members' &&
        Array.isArray(one.value) &&
        one.value.length > 1,
    ),
    profile: 'entra',
  },
  refusingNames('names-with-brackets-are-refused', 'brackets', /[([]/),
  refusingNames('quoted-names-are-refused', 'quotes', /["\\]/),
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
    id: 'entra.schema-uri-of-groups-is-refused',
    says: 'a create of a group that lists the schema URI of Microsoft is refused',
    breaks: ['entra:Q54'],
    kills: ['entra.unknown-schema-uri-is-tolerated'],
    before: (request) =>
      isCreate(request) &&
      isObject(request.body) &&
      /microsoft/.test(JSON.stringify(request.body.schemas ?? []))
        ? { status: 400, headers: {}, body: errorBody(400, 'there is no such schema', 'invalidSyntax') }
        : undefined,
  },
  {
    ...refusing(
      'bare-manager-is-refused',
      'a manager that is sent as a bare id is refused',
      'entra:Q10',
      ['entra.manager-forms-take-effect'],
      (one) => readPath(one).endsWith(':manager') && typeof one.value === 'string' && one.value !== '',
    ),
    profile: 'entra',
  },
];

function refusing(
  id: string,
  says: string,
  row: string,
  kills: string[],
  isRefused: (operation: ScimObject) => boolean,
): Defect {
  return {
    id: `entra.${id}`,
    says,
    breaks: [row],
    kills,
    before: (request) =>
      readOperations(request).some(isRefused)
        ? {
            status: 400,
            headers: {},
            body: errorBody(400, says, id.startsWith('first') ? 'noTarget' : 'invalidValue'),
          }
        : undefined,
  };
}

/** Turns away groups with certain characters in their names. */
function refusingNames(id: string, what: string, characters: RegExp): Defect {
  return {
    id: `entra.${id}`,
    says: `a group whose name has ${what} is refused`,
    breaks: ['entra:Q56'],
    kills: ['entra.unusual-values-are-found'],
    before: (request) =>
      isCreate(request) &&
      request.path === '/Groups' &&
      isObject(request.body) &&
      characters.test(String(request.body.displayName))
        ? { status: 400, headers: {}, body: errorBody(400, `a name has no ${what}`, 'invalidValue') }
        : undefined,
  };
}
