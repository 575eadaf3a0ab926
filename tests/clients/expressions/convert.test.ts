import { describe, expect, it } from 'vitest';
import {
  compileExpression,
  ExpressionError,
  Roles,
  type Value,
} from '../../../clients/entra/expressions/index.ts';
import { evaluate } from './evaluate.ts';

type Case = [text: string, value: Value, own?: Record<string, Value>];

const all = (cases: Case[]) =>
  it.each(cases)('%s gives %j', (text, value, own) => {
    expect(evaluate(text, own)).toEqual(value);
  });

describe('conversions', () => {
  all([
    ['BitAnd(&HF, &HF7)', '7'],
    ['BitAnd([userAccountControl], 2)', '2', { userAccountControl: '514' }],
    ['BitAnd([userAccountControl], 2)', '0', { userAccountControl: '512' }],
    ['BitAnd("&hf", 8)', '8'],
    ['ConvertToBase64("Hello world!")', 'SABlAGwAbABvACAAdwBvAHIAbABkACEA'],
    ['ConvertToBase64([nothing])', undefined],
    ['ConvertToUTF8Hex("Hello world!")', '48656C6C6F20776F726C6421'],
    ['ConvertToUTF8Hex("é")', 'C3A9'],
    ['ConvertToUTF8Hex([nothing])', undefined],
    ['CStr([dn])', 'cn=Joe,dc=contoso,dc=com', { dn: 'cn=Joe,dc=contoso,dc=com' }],
    ['CStr([IsSoftDeleted])', 'False'],
    ['CStr(42568.75)', '42568.75'],
    ['CStr([nothing])', undefined],
    ['Redact([userPrincipalName])', 'John.Doe@contoso.com'],
    ['Redact("StringToBeRedacted")', 'StringToBeRedacted'],
    [
      'Join("", 1000, Replace(ConvertToUTF8Hex([objectId]), , "[a-zA-Z_]*", , "", , ))',
      '1000303061613030',
      { objectId: '00aa00' },
    ],
  ]);

  it('knows the default domain only where the directory names it', () => {
    const text = 'Join("@", [givenName], DefaultDomain())';
    expect(evaluate(text, {}, { defaultDomain: 'contoso.com' })).toBe('Adele@contoso.com');
    expect(() => evaluate(text)).toThrow(/names no default domain; state "defaultDomain"/);
  });

  it('says which value is to be hidden in logs', () => {
    expect(compileExpression('Redact([mail])').redacted).toBe(true);
    expect(compileExpression('ToLower(Redact([mail]))').redacted).toBe(true);
    expect(compileExpression('ToLower([mail])').redacted).toBe(false);
  });
});

describe('what is made up', () => {
  const seeded = () => {
    let state = 7;
    return () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
  };

  it('is a GUID of version 4, the same for the same seed', () => {
    const guid = () => evaluate('Guid()', {}, { random: seeded() });
    expect(guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(guid()).toBe(guid());
    expect(evaluate('Guid()')).not.toBe(evaluate('Guid()'));
  });

  it('is a text with the minima that were asked for', () => {
    for (let round = 0; round < 50; round += 1) {
      expect(evaluate('RandomString(6,3,0,0,3)')).toMatch(/^(?=(.*\d){3})(?=(.*[a-z]){3}).{6}$/);
      const text = String(evaluate('RandomString(10,2,2,2,1,"?,")'));
      expect(text).toMatch(/^(?=(.*\d){2})(?=(.*[^A-Za-z0-9]){2})(?=(.*[A-Z]){2})(?=.*[a-z]).{10}$/);
      expect(text).not.toMatch(/[?,]/);
      expect(evaluate('RandomString(8,0,0,0,0)')).toMatch(/^[A-Za-z0-9]{8}$/);
    }
  });

  it.each([
    ['RandomString(3,2,0,2,0)', 'it has to be at least 4'],
    ['RandomString(257,1,0,0,0)', 'at most 256'],
    ['RandomString(4,1,0,0,0,"0123456789")', 'every character of a kind is to be avoided'],
    ['RandomString("x",1,0,0,0)', 'the length is "x", not a whole number'],
    ['BitAnd("x", 1)', '"x" is not a whole number'],
    ['Mid([surname], "x", 1)', 'the start is "x", not a whole number'],
    ['Mid([surname], [nothing], 1)', 'the start is NULL, not a whole number'],
    ['ToLower([surname], "!!")', '"!!" is not a culture'],
  ])('%s is an error of that object', (text, says) => {
    expect(() => evaluate(text)).toThrow(says);
  });
});

describe('roles', () => {
  const roles = new Roles([{ value: 'Admin', displayName: 'Administrator' }]);

  it('are one name, or all of them as objects', () => {
    expect(evaluate('SingleAppRoleAssignment([appRoleAssignments])')).toBe('Admin');
    expect(evaluate('SingleAppRoleAssignment([AppRoleAssignments])', { appRoleAssignments: undefined })).toBe(
      undefined,
    );
    const own = { appRoleAssignments: roles };
    expect(evaluate('AppRoleAssignmentsComplex([appRoleAssignments])', own)).toEqual(
      new Roles(roles.list, 'complex'),
    );
    const assertive = evaluate('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])', own);
    expect(assertive).toEqual(new Roles(roles.list, 'assertive'));
    expect(
      evaluate('AppRoleAssignmentsComplex([appRoleAssignments])', { appRoleAssignments: undefined }),
    ).toBe(undefined);
  });
});

describe('what cannot be understood is refused by name', () => {
  it.each([
    [
      'Soundex([givenName])',
      /^the function Soundex is not known; known functions: Append, AppRoleAssignmentsComplex/,
    ],
    ['Join(', /ends too early/],
    ['Mid([a], 1)', /^Mid takes 3 arguments, not 2/],
    ['Append([a])', /^Append takes 2 arguments, not 1/],
    ['Now("x")', /^Now takes 0 arguments, not 1/],
    ['ToLower()', /^ToLower takes 1 to 2 arguments, not 0/],
    ['Join(",")', /^Join takes at least 2 arguments, not 1/],
    ['Switch([a], "x", "y")', /^Switch takes an even number of arguments .*, not 3/],
    ['Join(",", [a]) [b]', /\[b\] is out of place/],
    ['Join(";", %)', /character 10 of/],
    ['Append(givenName, "x")', /^givenName is neither an attribute, written \[givenName\], nor a string/],
    ['IIF([a]="x" and [b]="y", "1", "2")', /IIF does not support "and"; nest a second IIF as its second/],
    ['IIF([a]="x" OR [b]="y", "1", "2")', /IIF does not support "or"; nest a second IIF as its third/],
    ['Append([a] & [b], "x")', /no concatenation operator, use Join or Append/],
    ['Append([], "x")', /\[\] names no attribute/],
    ['Append("x, "y")', /is (out of place|not understood)/],
    [
      'SelectUniqueValue([a], [b])',
      /from HR sources to on-premises Active Directory only, not for a SCIM application/,
    ],
    ['selectuniquevalue([a], [b])', /not for a SCIM application/],
    ['SingleAppRoleAssignment([roles])', /takes \[appRoleAssignments\] and nothing else/],
    [
      'Join(",", AppRoleAssignmentsComplex([appRoleAssignments]))',
      /cannot be an argument of another function/,
    ],
    ['DateAdd("w", 1, Now())', /the interval is "w"; must be one of yyyy, m, d/],
    ['FormatDateTime([a], "Sideways", "yyyy", "yyyy")', /"Sideways" is not a \.NET DateTimeStyles value/],
    ['FormatDateTime([a], , "o", "yyyy")', /"o" is a standard format of \.NET/],
    ['FormatDateTime([a], , "ffffffff", "yyyy")', /there are seven digits/],
    ['Replace([a], , "(", , "", , )', /is not valid: a group is not closed/],
    ['Replace([a], , "(?<x>a)", "y", "", , )', /has no group named "y"/],
    [`"${'x'.repeat(10_000)}"`, /has 10002 characters; Entra takes at most 10000/],
    [`${'Not('.repeat(2_400)}"a"`, /ends too early/],
  ])('%.60s', (text, says) => {
    expect(() => compileExpression(text)).toThrow(ExpressionError);
    expect(() => compileExpression(text)).toThrow(says);
  });

  it('and a deep one is evaluated', () => {
    expect(evaluate(`${'Not('.repeat(1_600)}"True"${')'.repeat(1_600)}`)).toBe(true);
  });
});
