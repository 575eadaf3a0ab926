import { describe, expect, it } from 'vitest';
import { compileExpression, ExpressionError } from '../../clients/entra/engine/expression.ts';
import type { Value } from '../../clients/entra/engine/functions.ts';

const person: Record<string, Value> = {
  givenname: 'Adele',
  surname: 'Vance',
  mail: 'Adele.Vance@Example.test',
  issoftdeleted: false,
  country: 'USA',
  tags: ['a', 'b'],
  approleassignments: ['Admin', 'Reader'],
};

const evaluate = (text: string): Value => compileExpression(text)((name) => person[name.toLowerCase()]);

describe('expressions of an attribute mapping', () => {
  it.each<[string, Value]>([
    ['givenName', 'Adele'],
    ['[givenName]', 'Adele'],
    ['"Employee"', 'Employee'],
    ['"a \\"quoted\\" word"', 'a "quoted" word'],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'True'],
    ['Switch([country], "other", "DE", "49")', 'other'],
    ['Switch([country], , "DE", "49")', undefined],
    ['Join(" ", [givenName], [nothing], [surname])', 'Adele Vance'],
    ['Join(",", [tags])', 'a,b'],
    ['Append([givenName], "@example.test")', 'Adele@example.test'],
    ['Append([nothing], "@example.test")', undefined],
    ['Not([IsSoftDeleted])', true],
    ['ToLower([mail])', 'adele.vance@example.test'],
    ['ToLower([mail], "en-US")', 'adele.vance@example.test'],
    ['Coalesce([nothing], [surname], "none")', 'Vance'],
    ['IIF([country]="USA", [givenName], [surname])', 'Adele'],
    ['IIF([country]<>"USA", [givenName], [surname])', 'Vance'],
    ['Mid([surname], 1, 3)', 'Van'],
    ['Mid([surname], 4, 10)', 'ce'],
    ['Replace([mail], "@Example.test", , , "", , )', 'Adele.Vance'],
    ['Replace([mail], , "(?<Suffix>@(.)*)", "Suffix", "@x.test", , )', 'Adele.Vance@x.test'],
    ['Replace([mail], , "[.@]", , "-", , )', 'Adele-Vance-Example-test'],
    ['Replace([givenName], "X", , , , , "user-X")', 'user-Adele'],
    ['SingleAppRoleAssignment([appRoleAssignments])', 'Admin'],
    ['ToLower(Append(Mid([givenName], 1, 1), [surname]))', 'avance'],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });

  it('refuses what it does not know, by name', () => {
    expect(() => compileExpression('NormalizeDiacritics([givenName])')).toThrow(
      /the function NormalizeDiacritics is not known; known are Append, Coalesce/,
    );
    expect(() => compileExpression('Join(')).toThrow(ExpressionError);
    expect(() => compileExpression('Mid([a], 1)')).toThrow('Mid takes at least 3 arguments, not 2');
    expect(() => compileExpression('Join(",", [a]) [b]')).toThrow(/\[b\] is out of place/);
    expect(() => compileExpression('Join(";", %)')).toThrow(/character \d+ of/);
  });
});
