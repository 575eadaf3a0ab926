import { errorBody } from '../../errors.ts';
import { isObject, type SchemaAttribute } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate } from '../kit.ts';

const CHECK = 'matching.alike-names-are-told-apart';
const TOLD_APART = '7643:4.1.1/username-told-apart';

const withoutAccents = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '');

/** Names that are compared more loosely than RFC 7644 section 5 allows, and digits taken for numbers. */
export const alikeDefects: Defect[] = [
  folding('accents-ignored', 'userNames are compared without their accents', withoutAccents),
  folding('leading-zeros-ignored', 'userNames are compared without leading zeros in their numbers', (name) =>
    name.replace(/(^|\D)0+(?=\d)/g, '$1'),
  ),
  folding('tags-ignored', 'userNames are compared without the part between + and @', (name) =>
    name.replace(/\+[^@]*@/, '@'),
  ),
  folding('dots-ignored', 'userNames are compared without the dots before the @', (name) =>
    name.replace(/^[^@]*/, (local) => local.replaceAll('.', '')),
  ),
  folding('hyphens-ignored', 'userNames are compared as if hyphens and underscores were the same', (name) =>
    name.replaceAll('_', '-'),
  ),
  {
    id: 'matching.accented-twin-is-taken',
    says: 'a userName is refused as taken if it differs from another only in accents',
    breaks: [TOLD_APART],
    kills: [CHECK],
    before(request, { store }) {
      const name = isCreate(request) && isObject(request.body) ? request.body.userName : undefined;
      if (typeof name !== 'string' || withoutAccents(name) === name.normalize('NFD')) return undefined;
      const plain = withoutAccents(name).toLowerCase();
      const taken = store.own('User').some(({ data }) => String(data.userName).toLowerCase() === plain);
      return taken
        ? { status: 409, headers: {}, body: errorBody(409, 'userName is taken', 'uniqueness') }
        : undefined;
    },
  },
  {
    id: 'matching.digits-become-numbers',
    says: 'strings of digits lose their leading zeros',
    breaks: ['7643:2.3.1/digits-are-text'],
    kills: [CHECK],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^0+\d+$/.test(value) ? value.replace(/^0+(?=\d)/, '') : value,
    },
  },
  {
    id: 'matching.external-ids-are-numbers',
    says: 'externalIds of digits alone are compared as numbers',
    breaks: ['7643:2.3.1/digits-are-text'],
    kills: ['matching.alike-names-are-told-apart'],
    semantics: {
      fold: (value, attribute) =>
        attribute.name === 'externalId' && /^\d+$/.test(value)
          ? value.replace(/^0+(?=\d)/, '')
          : strict.fold(value, attribute),
    },
  },
];

function folding(id: string, says: string, loosen: (name: string) => string): Defect {
  return {
    id: `matching.${id}`,
    says,
    breaks: [TOLD_APART],
    kills: [CHECK],
    semantics: {
      fold: (value: string, attribute: SchemaAttribute) =>
        strict.fold(attribute.name === 'userName' ? loosen(value) : value, attribute),
    },
  };
}
