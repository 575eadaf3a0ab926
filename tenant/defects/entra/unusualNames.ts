import { errorBody } from '../../errors.ts';
import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';

/** What goes wrong with characters that names have seldom. */
export const unusualNameDefects: Defect[] = [
  {
    id: 'entra.plus-is-no-space',
    says: 'a plus sign in a query is read as a plus sign',
    breaks: ['entra:Q18'],
    kills: [
      'entra.unusual-values-are-found',
      'matching.user-name-in-a-form-encoded-query',
      'matching.group-name-in-a-form-encoded-query',
    ],
    before(request) {
      const filter = /[?&]filter=([^&]*)/.exec(request.address)?.[1];
      // The blanks around the operator are told apart: only those within the value are lost.
      const value = filter === undefined ? undefined : /%22(.*)%22/.exec(filter)?.[1];
      if (filter === undefined || value === undefined || !value.includes('+')) return undefined;
      const plain = decodeURIComponent(filter.replace(value, '@@').replaceAll('+', ' '));
      request.query.set('filter', plain.replace('@@', decodeURIComponent(value)));
    },
  },
  refusingNames('names-with-brackets-are-refused', 'brackets', /[([]/),
  refusingNames('quoted-names-are-refused', 'quotes', /["\\]/),
];

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
