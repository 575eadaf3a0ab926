import { describe, expect, it } from 'vitest';
import { compileRegex, ExpressionError, type Value } from '../../../clients/entra/expressions/index.ts';
import { collectRemarks, evaluate } from './evaluate.ts';

const phone = '"\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})"';

describe('Replace, by what it is given', () => {
  it.each<[string, Value, Record<string, Value>?]>([
    [
      'Replace([Title],"Product Developer", , , "Software Engineer", , )',
      'Software Engineer',
      { Title: 'Product Developer' },
    ],
    ['Replace([mail], "@contoso.com", , ,"", ,)', 'john.doe'],
    ['Replace("aXbX", "X", , , "-", , )', 'a-b-'],
    ['Replace("axb", "X", , , "-", , )', 'axb'],
    ['Replace("a.b", ".", , , "$&$1", , )', 'a$&$1b'],
    [
      'Replace([UserID],"<username>", , , , , "<username>@contoso.com")',
      'jsmith@contoso.com',
      { UserID: 'jsmith' },
    ],
    ['Replace([UserID],"X", , , , , "X-X")', 'a-a', { UserID: 'a' }],
    ['Replace([nothing],"X", , , , , "X-X")', undefined],
    [`Replace([telephoneNumber], , ${phone}, , "\${phoneNumber}", , )`, '9998887777'],
    ['Replace([mobile], , "[()\\\\s-]+", , "", , )', '+19998887777', { mobile: '+1 (999) 888-7777' }],
    [
      'Replace([Line], ,"(?<streetNumber>^\\\\d*)","streetNumber", "888", , )',
      '888 Tremont Street',
      { Line: '545 Tremont Street' },
    ],
    ['Replace([userPrincipalName], , "(?<Suffix>@(.)*)", "Suffix", "", , )', 'John.Doe'],
    [
      `Replace([telephoneNumber], , ${phone}, "phoneNumber" , , [mobile], )`,
      '8887779999',
      { telephoneNumber: '' },
    ],
    [
      `Replace([telephoneNumber], , ${phone}, "phoneNumber" , , [mobile], )`,
      '8887779999',
      { telephoneNumber: undefined },
    ],
    [
      `Replace([telephoneNumber], , ${phone}, "phoneNumber" , , "mobile", )`,
      '8887779999',
      { telephoneNumber: undefined },
    ],
    [`Replace([telephoneNumber], , ${phone}, "phoneNumber" , , [mobile], )`, '+91 9998887777'],
    [`Replace([nothing], , ${phone}, "phoneNumber" , , [nothing], )`, undefined],
    [`Replace([nothing], , ${phone}, "phoneNumber" , , [mail], )`, undefined],
    ['Replace([mailNickname], , "[a-zA-Z_]*", , "", , )', '72', { mailNickname: 'john_doe72' }],
    ['Replace([nothing], , "a", , "b", , )', undefined],
    ['Replace([nothing], "a", , , "b", , )', undefined],
    ['Replace([nothing], , , , "none", , )', 'none'],
    ['Replace([surname], , , , "none", , )', 'Vance'],
    ['Replace("abc", "b", , , , "surname")', 'aVancec'],
    ['Replace("a1b2", , "\\\\d", , "")', 'ab'],
    ['Replace("k1=v1;k2=v2", , "(?<key>\\\\w+)=(?<value>\\\\w+)", "value", "x")', 'k1=x;k2=x'],
  ])('%s gives %j', (text, value, own) => {
    expect(evaluate(text, own)).toEqual(value);
  });

  it('remarks on a form that is not documented', () => {
    expect(collectRemarks('Replace([surname], , , , "none", , )')).toEqual([
      expect.stringMatching(/neither oldValue nor regexPattern/),
    ]);
  });
});

describe('replacement patterns are those of .NET', () => {
  it.each([
    ['(a)(b)', '$2$1', 'ab', 'ba'],
    ['(?<x>a)(b)', '$1', 'ab', 'b'],
    ['(?<x>a)(b)', '$2', 'ab', 'a'],
    ['(?<x>a)b', `\${x}\${y}`, 'ab', `a\${y}`],
    ['a', '$$', 'a', '$'],
    ['b', '[$&]', 'abc', 'a[b]c'],
    ['b', '$`', 'abc', 'aac'],
    ['b', "$'", 'abc', 'acc'],
    ['b', '$_', 'abc', 'aabcc'],
    ['(a)(b)?', '<$2>', 'a', '<>'],
    ['a', '$3', 'a', '$3'],
    ['x*', '-', 'abc', '-a-b-c-'],
  ])('%s with %s of %s', (pattern, replacement, text, expected) => {
    expect(compileRegex(pattern).replace(text, replacement)).toBe(expected);
  });
});

describe('a regular expression of .NET matches as there', () => {
  it.each<[string, string[], string[]]>([
    ['(?i)^sales$', ['SALES', 'sales'], ['sale']],
    ['(?i-s)a.c', ['ABC'], ['a\nc']],
    ['(?s)a.c', ['a\nc', 'abc'], []],
    ['a.c', ['abc', 'a\rc'], ['a\nc']],
    ['(?m)^b$', ['a\nb\nc', 'b'], ['ab']],
    ['(?x) a b # a comment', ['ab'], ['a b']],
    ['(?n)(a)(?<x>b)', ['ab'], ['b']],
    ['\\Aabc\\z', ['abc'], ['abc\n', 'xabc']],
    ['\\Aabc\\Z', ['abc', 'abc\n'], ['abc\n\n']],
    ['^abc$', ['abc', 'abc\n'], ['abcd']],
    ["(?'q'a)\\k'q'", ['aa'], ['ab']],
    ['(?<q>a)\\k<q>', ['aa'], ['ab']],
    ['(a)\\1', ['aa'], ['ab']],
    ['(?<q>a)(b)\\1\\2', ['abba'], ['abab']],
    ['^\\d+$', ['123', '١٢٣'], ['12a']],
    ['^\\w+$', ['Müller_1', '李'], ['a-b']],
    ['^\\s$', [' ', '\u00a0', '\u0085'], ['a']],
    ['\\bü\\b', ['a ü b'], ['aü']],
    ['^[^\\W_]+$', ['abc1'], ['a_b', 'a-b']],
    ['^[\\W\\d]+$', ['1-2'], ['a']],
    ['^[\\D]$', ['a'], ['1']],
    ['^[a-z-[aeiou]]+$', ['xyz'], ['xaz']],
    ['^[^a-z-[x]]$', ['1'], ['a', 'x']],
    ['^[]a]+$', [']a'], ['b']],
    ['^[[]$', ['['], ['a']],
    ['^\\p{Lu}\\p{Ll}*$', ['Äb'], ['äb']],
    ['a{2}', ['aa'], ['a']],
    ['a{2,}b{1,2}', ['aab'], ['ab']],
    ['^a{,2}$', ['a{,2}'], ['aa']],
    ['^{x}$', ['{x}'], ['x']],
    ['^a]b$', ['a]b'], []],
    ['^a\\{2}$', ['a{2}'], ['aa']],
    ['^(?>a+)b', ['aab'], ['aac']],
    ['^(?>a+)ab', [], ['aab']],
    ['(?<=@)x(?!y)', ['@xz'], ['@xy', 'x']],
    ['(?<!a)b', ['cb'], ['ab']],
    ['^a(?#a comment)b$', ['ab'], []],
    ['^\\x41\\u0042\\e\\a\\t$', ['AB\x1b\x07\t'], []],
    ['^\\-\\_?\\@\\#$'.replace('\\_?', ''), ['-@#'], []],
    ['^a/b$', ['a/b'], []],
    ['^\\(.*\\)$', ['(x)'], ['x']],
    ['^😀$', ['😀'], []],
  ])('%s', (pattern, hits, misses) => {
    const regex = compileRegex(pattern);
    expect([hits.filter((text) => !regex.test(text)), misses.filter((text) => regex.test(text))]).toEqual([
      [],
      [],
    ]);
  });

  it.each([
    ['(?(1)a|b)', 'has a condition (?('],
    ['a(?i)b', 'has options in its middle, (?i)'],
    ['a(?i:b)', 'has options in its middle, (?i:'],
    ['(?<open>a)(?<-open>b)', 'has a balancing group (?<-open>'],
    ['(?<a-b>x)', 'has a balancing group (?<a-b>'],
    ['(?<7>x)', 'has a group with the number or name "7"'],
    ['(?<a>x)(?<a>y)', 'has two groups with the name a'],
    ['\\Ga', 'has \\G'],
    ['\\p{IsGreek}', 'has the Unicode block \\p{IsGreek}'],
    ['(a', 'is not valid: a group is not closed'],
    ['a)', 'is not valid: a closing parenthesis has no opening one'],
    ['[a', 'is not valid: a class [ is not closed'],
    ['a\\', 'is not valid: it ends with a backslash'],
    ['\\y', 'is not valid: \\y is not an escape'],
    ['(a)\\2', 'is not valid: it refers to the group 2'],
    ['\\k<x>', 'is not valid: it refers to the group x'],
    ['*a', 'is not valid'],
    ['[z-a]', 'is not valid'],
    ['\\p{Nonsense}', 'is not valid'],
  ])('%s is refused by name', (pattern, says) => {
    expect(() => compileRegex(pattern)).toThrow(ExpressionError);
    expect(() => compileRegex(pattern)).toThrow(says);
  });

  it('ends after half a second where it would take years', () => {
    const started = performance.now();
    expect(() => compileRegex('^(a+)+$').test(`${'a'.repeat(60)}b`)).toThrow(
      /takes more than 500 ms for one value/,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(compileRegex('^(a+)+$').test('aaa')).toBe(true);
  });
});
