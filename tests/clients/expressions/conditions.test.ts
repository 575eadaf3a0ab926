import { describe, expect, it } from 'vitest';
import type { Value } from '../../../clients/entra/expressions/index.ts';
import { collectRemarks, evaluate } from './evaluate.ts';

type Case = [text: string, value: Value, own?: Record<string, Value>];

const all = (cases: Case[]) =>
  it.each(cases)('%s gives %j', (text, value, own) => {
    expect(evaluate(text, own)).toEqual(value);
  });

describe('a source without a function', () => {
  all([
    ['givenName', 'Adele'],
    ['[givenName]', 'Adele'],
    ['[GIVENNAME]', 'Adele'],
    [' [ givenName ] ', 'Adele'],
    ['"Employee"', 'Employee'],
    ['""', ''],
    ['"Company name: \\"Contoso\\""', 'Company name: "Contoso"'],
    ['"a\\\\b"', 'a\\b'],
    ['[nothing]', undefined],
  ]);
});

describe('IIF', () => {
  all([
    ['IIF([country]="USA",[country],[department])', 'USA'],
    ['IIF([country]="DE",[country],[surname])', 'Vance'],
    ['IIF([country]<>"USA", [givenName], [surname])', 'Vance'],
    ['IIF([country]="usa", "a", "b")', 'b'],
    ['IIF([country]="USA",IIF([state]="CA","True","False"),"False")', 'True'],
    ['IIF([country]="DE","True",IIF([state]="CA","True","False"))', 'True'],
    ['IIF([n]>5, "more", "less")', 'more', { n: '10' }],
    ['IIF([n]>=10, "more", "less")', 'more', { n: '10' }],
    ['IIF([n]<9, "less", "more")', 'more', { n: '10' }],
    ['IIF([n]<=9.5, "less", "more")', 'less', { n: '9' }],
    ['IIF("b">"a", "yes", "no")', 'yes'],
    ['IIF(CDate("2021-08-31")>CDate("2021-08-04"), "later", "earlier")', 'later'],
    ['IIF([IsSoftDeleted], "gone", "there")', 'there'],
    ['IIF("True", "yes", "no")', 'yes'],
    ['IIF("1", "yes", "no")', 'yes'],
    ['IIF("anything", "yes", "no")', 'no'],
    ['IIF(InStr([mail],"@")>0, Left([mail],4), "")', 'john'],
    // The condition fails where the attribute has no value, whatever it asks.
    ['IIF([nothing]="","Other",[nothing])', undefined],
    ['IIF([nothing]<>"USA","Other","none")', 'none'],
    ['IIF(IsNullOrEmpty([nothing]),"Other","failed")', 'failed'],
    ['IIF(IsNull([nothing]),"Other","failed")', 'failed'],
    ['IIF(IsPresent([nothing]),"there","Other")', 'Other'],
    ['IIF(IsPresent([country]),[country],"Other")', 'USA'],
    ['IIF(IsNullOrEmpty([country]),"Other",[country])', 'USA'],
    // Only what the condition chooses is evaluated.
    ['IIF([country]="USA", "fine", CDate("no date"))', 'fine'],
  ]);
});

describe('Switch', () => {
  all([
    [
      'Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney", "QLD", "Australia/Brisbane")',
      'Australia/Brisbane',
      { state: 'QLD' },
    ],
    ['Switch([state], "Australia/Sydney", "NSW", "a", "QLD", "b")', 'Australia/Sydney', { state: 'qld' }],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'True'],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'False', { issoftdeleted: true }],
    ['Switch([country], , "DE", "49")', undefined],
    ['Switch([country],[country],"","Other")', 'USA'],
    ['Switch([nothing],[nothing],"","Other")', 'Other'],
    ['Switch([statusFlag], "Default Value", "true", "1", "", "0")', '0'],
    ['Switch(ToLower([flag]), "0", "true", "1", "false", "0")', '1', { flag: 'TRUE' }],
    ['Switch([n], "", "1", "one")', '', { n: '2' }],
    ['Switch([country], "none", "USA", [surname])', 'Vance'],
    [
      'switch([companyName], "External", "Company A", "A", "Company B", "B")',
      'B',
      { companyName: 'Company B' },
    ],
    ['Switch([country], "", "USA", "fine", "X", CDate("no date"))', 'fine'],
  ]);

  it('warns where its default is used, as the service may send null for it', () => {
    expect(collectRemarks('Switch([country], "none", "DE", "49")').join()).toMatch(
      /gave its default; Entra is known/,
    );
    expect(collectRemarks('Switch([country], "none", "USA", "1")')).toEqual([]);
    expect(collectRemarks('Switch([country], , "DE", "49")')).toEqual([]);
  });
});

describe('presence and truth', () => {
  all([
    ['IsNull([nothing])', true],
    ['IsNull([surname])', false],
    ['IsNull("")', false],
    ['IsNullOrEmpty("")', true],
    ['IsNullOrEmpty([nothing])', true],
    ['IsNullOrEmpty([surname])', false],
    ['IsPresent([surname])', true],
    ['IsPresent("")', false],
    ['IsPresent([nothing])', false],
    ['IsString([surname])', true],
    ['IsString([tags])', false],
    ['IsString([nothing])', false],
    ['Not([IsSoftDeleted])', true],
    ['Not("True")', false],
    ['Not("true")', false],
    ['Not("False")', true],
    ['Not("anything")', true],
    ['Not([nothing])', true],
    ['CBool([a]=[b])', true, { a: 'x', b: 'x' }],
    ['CBool([a]=[b])', false, { a: 'x', b: 'y' }],
    ['CBool([a]=[nothing])', false, { a: 'x' }],
    ['CBool(1)', true],
    ['CBool(0)', false],
    ['CBool(-0.5)', true],
    ['CBool("True")', true],
    ['CBool("false")', false],
    ['CBool("other")', false],
    ['CBool([nothing])', false],
    ['Coalesce([mail],[userPrincipalName])', 'John.Doe@contoso.com', { mail: undefined }],
    ['Coalesce([nothing], [surname], "none")', 'Vance'],
    ['Coalesce([nothing], "none")', 'none'],
    ['Coalesce([nothing], "")', ''],
    ['Coalesce([nothing])', undefined],
    ['Coalesce([nothing], [nothing])', undefined],
    ['Coalesce("", "other")', ''],
    ['IgnoreFlowIfNullOrEmpty([surname])', 'Vance'],
    ['IgnoreFlowIfNullOrEmpty([nothing])', undefined],
    [
      'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443", "Dr.", "3444", "Prof."))',
      undefined,
      { prefix: '9' },
    ],
    [
      'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443", "Dr.", "3444", "Prof."))',
      'Dr.',
      { prefix: '3443' },
    ],
  ]);

  it.each([
    ['IIF(IsNullOrEmpty([country]),"Other",[country])', /IsNullOrEmpty as the condition of IIF fails/],
    ['IIF([country]="","Other",[country])', /IIF cannot ask for ""/],
    ['Switch(IsPresent([a]),[a],IsPresent([b]),[b])', /Switch is documented not to take IsPresent/],
    ['IIF([nothing]="x","a","b")', /reads an attribute without a value/],
    ['Join("",IgnoreFlowIfNullOrEmpty([a]))', /only as the outermost function/],
    ['switch([country], , "DE", "49")', /^switch is documented as Switch/],
    ['TOLOWER([country])', /^TOLOWER is documented as ToLower/],
    ['Item([tags], 0)', /counts from 1/],
    ['Trim([surname])', /not in Microsoft’s reference/],
    ['"a\\d"', /has a single backslash before d/],
    ['SingleAppRoleAssignment([appRoleAssignments])', /does not support a user with several roles/],
  ])('remarks on %s', (text, says) => {
    expect(collectRemarks(text)).toEqual([expect.stringMatching(says)]);
  });
});
