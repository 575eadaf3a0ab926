import { describe, expect, it } from 'vitest';
import type { Value } from '../../../clients/entra/expressions/index.ts';
import { evaluate } from './evaluate.ts';

type Case = [text: string, value: Value, own?: Record<string, Value>];

const all = (cases: Case[]) =>
  it.each(cases)('%s gives %j', (text, value, own) => {
    expect(evaluate(text, own)).toEqual(value);
  });

describe('Append, Join and Split', () => {
  all([
    ['Append([userPrincipalName], ".test")', 'John.Doe@contoso.com.test'],
    ['Append([nothing], "@example.test")', undefined],
    ['Append([givenName], [nothing])', 'Adele'],
    ['Append(Mid([givenName], 1, 3), Mid([surname], 1, 5))', 'JohDoe', { givenName: 'John', surname: 'Doe' }],
    ['Join(", ", "", [surname], [givenName])', 'Doe, John', { givenName: 'John', surname: 'Doe' }],
    ['Join(" ", [givenName], [nothing], [surname])', 'Adele Vance'],
    ['Join("", 1000, "a", -5)', '1000a-5'],
    ['Join(";", [tags], "z")', 'a;b;a;z'],
    ['Join(";", [nothing])', ''],
    [
      'Join("@", NormalizeDiacritics(StripSpaces(Join(".", [First], [Last]))), "contoso.com")',
      'Jose.delaCruz@contoso.com',
      { First: 'José', Last: 'de la Cruz' },
    ],
    [
      'Split([sets], ",")',
      ['PermissionSetOne', 'PermissionSetTwo'],
      { sets: 'PermissionSetOne, PermissionSetTwo' },
    ],
    ['Split("a", ",")', ['a']],
    ['Split("a;;b", ";")', ['a', 'b']],
    ['Split([nothing], ",")', undefined],
    ['Item(Split("x,y,z", ","), 2)', 'y'],
  ]);
});

describe('Count, Item and RemoveDuplicates', () => {
  all([
    ['Count([tags])', '3'],
    ['Count([surname])', '1'],
    ['Count([nothing])', '0'],
    ['Item([tags], 1)', 'a'],
    ['Item([tags], 3)', 'a'],
    ['Item([tags], 4)', undefined],
    ['Item([tags], 0)', undefined],
    ['Item([surname], 1)', 'Vance'],
    ['RemoveDuplicates([tags])', ['a', 'b']],
    ['RemoveDuplicates([nothing])', undefined],
    ['Join(",", RemoveDuplicates([tags]))', 'a,b'],
  ]);
});

describe('parts of a text', () => {
  all([
    ['Left("John Doe", 3)', 'Joh'],
    ['Left("John Doe", 0)', ''],
    ['Left("John Doe", -1)', 'John Doe'],
    ['Left("John Doe", 99)', 'John Doe'],
    ['Left([nothing], 3)', ''],
    ['Mid([surname], 1, 3)', 'Van'],
    ['Mid([surname], 4, 10)', 'ce'],
    ['Mid([surname], 9, 1)', ''],
    ['Mid([surname], 0, 2)', 'Va'],
    ['Mid([surname], 2, 0)', ''],
    ['Mid([nothing], 1, 1)', undefined],
    ['Len("John Doe")', '8'],
    ['Len(42568.75)', '8'],
    ['Len([nothing])', '0'],
    ['Len("")', '0'],
    ['InStr("The quick brown fox", "quick")', '5'],
    ['InStr("repEated", "e", 3, vbBinaryCompare)', '7'],
    ['InStr("repEated", "e", 3, vbTextCompare)', '4'],
    ['InStr("repEated", "e", , VBTEXTCOMPARE)', '2'],
    ['InStr("abc", "z")', '0'],
    ['InStr("abc", "B")', '0'],
    ['InStr([nothing], "b")', '0'],
    ['Word("The quick brown fox", 3, " ")', 'brown'],
    ['Word("This,string!has&many separators", 3, ",!&#")', 'has'],
    ['Word("a  b", 2, " ")', 'b'],
    ['Word("a b", 0, " ")', ''],
    ['Word("a b", -1, " ")', ''],
    ['Word("a b", 3, " ")', ''],
    ['Word([nothing], 1, " ")', ''],
    ['Word("", 1, " ")', ''],
    ['StripSpaces(" a b c ")', 'abc'],
    ['StripSpaces([nothing])', undefined],
    ['Trim("  a b ")', 'a b'],
  ]);
});

describe('letter case', () => {
  all([
    ['ToLower([mail])', 'adele@example.test', { mail: 'Adele@Example.Test' }],
    ['ToLower("TITLE", "tr-TR")', 'tıtle'],
    ['ToUpper("title", "tr-TR")', 'TİTLE'],
    ['ToUpper("title")', 'TITLE'],
    ['ToLower("TITLE")', 'title'],
    ['ToLower([nothing])', undefined],
    ['ToUpper([nothing], "de-DE")', undefined],
    [
      'ToLower(Join("@", NormalizeDiacritics(StripSpaces(Join(".", [a], [b]))), "contoso.com"))',
      'john.smith@contoso.com',
      { a: 'John', b: 'Smith' },
    ],
    ['PCase([firstName])', 'Pablo Gonsalves (Second)', { firstName: 'PABLO GONSALVES (SECOND)' }],
    ['PCase([lastName], " \'-")', "Pinto-De'Silva", { lastName: "PINTO-DE'SILVA" }],
    ['PCase([lastName])', "Pinto-De'silva", { lastName: "PINTO-DE'SILVA" }],
    ['PCase(Join(" ", [a], [b]))', 'Gregory James', { a: 'GREGORY', b: 'JAMES' }],
    ['PCase("one_two three/four")', 'One_Two Three/Four'],
    ['PCase("2ND STREET")', '2Nd Street'],
    ['PCase("a-b c", "-")', 'A-B c'],
    ['PCase([nothing])', undefined],
  ]);
});

describe('NormalizeDiacritics, by the table of the reference', () => {
  all([
    ['NormalizeDiacritics([givenName])', 'Zoe', { givenName: 'Zoë' }],
    ...(
      [
        ['äàâãåáąăāā́ā̀ā̂ā̃ǟā̈ǡa̱å̄', 'a'],
        ['ÄÀÂÃÅÁĄĂĀǞǠA̱', 'A'],
        ['çčćc̄c̱', 'c'],
        ['ďd̄ḏ', 'd'],
        ['ëèéêęěėēḗḕē̂e̊̄', 'e'],
        ['ğḡg̱', 'g'],
        ['ïîìíıīī́i̱', 'i'],
        ['ÏÎÌÍİĪ', 'I'],
        ['ľłl̄ḹḻ', 'l'],
        ['ŁĽL̄Ḹ', 'L'],
        ['ñńňn̄ṉ', 'n'],
        ['öòőõôóōṓṑȫǭȭȱo̱', 'o'],
        ['řr̄ṟṝ', 'r'],
        ['šśșşs̄s̱', 's'],
        ['ťțt̄ṯ', 't'],
        ['üùûúůűūǖṻṳ̄u̱', 'u'],
        ['ÿýȳȳ́y̱', 'y'],
        ['źžżz̄ẕ', 'z'],
      ] as const
    ).map(([letters, plain]): Case => {
      const count = [...new Intl.Segmenter('en').segment(letters)].length;
      return [`NormalizeDiacritics("${letters}")`, plain.repeat(count)];
    }),
    ['NormalizeDiacritics("æǣ")', 'aeae'],
    ['NormalizeDiacritics("ÆǢ")', 'AEAE'],
    ['NormalizeDiacritics("øø̄œ̄")', 'oeoeoe'],
    ['NormalizeDiacritics("ØŒ̄")', 'OEOE'],
    ['NormalizeDiacritics("Straße")', 'Strasse'],
    ['NormalizeDiacritics("Müller 李")', 'Muller 李'],
    ['NormalizeDiacritics([nothing])', undefined],
  ]);
});
