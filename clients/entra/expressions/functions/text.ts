import { type Documented, wholeNumber } from '../call.ts';
import { EvaluationError, isEmpty, isNull, type Value } from '../value.ts';

const one = (name: string, change: (text: string) => string): Documented => ({
  name,
  least: 1,
  most: 1,
  evaluate: (call) => {
    const source = call.at(0);
    return isNull(source) ? undefined : change(call.text(0));
  },
});

/** Letters that have no canonical decomposition, as the reference lists them. */
const LETTERS: Record<string, string> = {
  æ: 'ae',
  Æ: 'AE',
  ø: 'oe',
  Ø: 'OE',
  œ: 'oe',
  Œ: 'OE',
  ß: 'ss',
  ẞ: 'SS',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  đ: 'd',
  Đ: 'D',
};

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[æÆøØœŒßẞłŁıđĐ]/g, (letter) => LETTERS[letter] ?? letter);
}

const cased = (name: string, how: 'toLocaleLowerCase' | 'toLocaleUpperCase'): Documented => ({
  name,
  least: 1,
  most: 2,
  evaluate: (call) => {
    if (isNull(call.at(0))) return undefined;
    const culture = call.text(1);
    try {
      return call.text(0)[how](culture === '' ? 'en-US' : culture);
    } catch {
      throw new EvaluationError(`${name}: "${culture}" is not a culture; one is written as en-US`);
    }
  },
});

/** A word as .NET's ToTitleCase sees it: from a letter to what is neither letter, mark, number nor apostrophe. */
const WORD = /\p{L}[\p{L}\p{M}\p{N}\p{Co}']*/gu;

const capital = (word: string): string => {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('').toLowerCase();
};

function properCase(text: string, separators: string): string {
  if (separators === '') return text.replace(WORD, capital);
  let starts = true;
  return [...text]
    .map((letter) => {
      const cased = starts ? letter.toUpperCase() : letter.toLowerCase();
      starts = separators.includes(letter);
      return cased;
    })
    .join('');
}

/** Functions of texts; positions are counted from 1, in UTF-16 units as .NET counts them. */
export const textFunctions: Documented[] = [
  {
    name: 'Append',
    least: 2,
    most: 2,
    // The reference does not say what becomes of NULL: nothing is made of it.
    evaluate: (call) => (isNull(call.at(0)) ? undefined : call.text(0) + call.text(1)),
  },
  {
    name: 'InStr',
    least: 2,
    most: 4,
    evaluate: (call) => {
      const start = isNull(call.at(2)) ? 1 : Math.max(1, wholeNumber(call, 2, 'the start'));
      const fold = /^vbTextCompare$/i.test(call.text(3)) ? (text: string) => text.toLowerCase() : String;
      return String(fold(call.text(0)).indexOf(fold(call.text(1)), start - 1) + 1);
    },
  },
  {
    name: 'Left',
    least: 2,
    most: 2,
    evaluate: (call) => {
      const count = wholeNumber(call, 1, 'the number of characters');
      return count < 0 ? call.text(0) : call.text(0).slice(0, count);
    },
  },
  { name: 'Len', least: 1, most: 1, evaluate: (call) => String(call.text(0).length) },
  {
    name: 'Mid',
    least: 3,
    most: 3,
    evaluate: (call) => {
      if (isNull(call.at(0))) return undefined;
      const from = Math.max(0, wholeNumber(call, 1, 'the start') - 1);
      return call.text(0).slice(from, from + Math.max(0, wholeNumber(call, 2, 'the length')));
    },
  },
  one('NormalizeDiacritics', withoutMarks),
  {
    name: 'PCase',
    least: 1,
    most: 2,
    evaluate: (call): Value =>
      isNull(call.at(0)) ? undefined : properCase(call.text(0).toLowerCase(), call.text(1)),
  },
  one('StripSpaces', (text) => text.replaceAll(' ', '')),
  cased('ToLower', 'toLocaleLowerCase'),
  cased('ToUpper', 'toLocaleUpperCase'),
  {
    ...one('Trim', (text) => text.trim()),
    inspect: (_args, { remark }) =>
      remark(
        'Trim is not in Microsoft’s reference; exports have it, and it removes white space at both ends',
      ),
  },
  {
    name: 'Word',
    least: 3,
    most: 3,
    evaluate: (call) => {
      if (isEmpty(call.at(0))) return '';
      const number = wholeNumber(call, 1, 'the number of the word');
      const delimiters = call.text(2);
      const words = [''];
      for (const letter of call.text(0)) {
        if (delimiters.includes(letter)) words.push('');
        else words[words.length - 1] += letter;
      }
      return words.filter((word) => word !== '')[number - 1] ?? '';
    },
  },
];
