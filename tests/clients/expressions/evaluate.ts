import {
  compileExpression,
  Roles,
  type Source,
  type Value,
} from '../../../clients/entra/expressions/index.ts';

/** Attributes that the examples of the reference read. */
const person: Record<string, Value> = {
  givenname: 'Adele',
  surname: 'Vance',
  userprincipalname: 'John.Doe@contoso.com',
  mail: 'john.doe@contoso.com',
  issoftdeleted: false,
  country: 'USA',
  state: 'CA',
  tags: ['a', 'b', 'a'],
  mobile: '+91 8887779999',
  telephonenumber: '+91 9998887777',
  approleassignments: new Roles([
    { value: 'Admin', displayName: 'Administrator' },
    { value: 'Reader', displayName: 'Reader' },
  ]),
};

/** Evaluates an expression for that person, with further attributes. */
export function evaluate(text: string, own: Record<string, Value> = {}, source: Partial<Source> = {}): Value {
  const all = new Map(
    Object.entries({ ...person, ...own }).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return compileExpression(text).evaluate({
    attribute: (name) => all.get(name.toLowerCase()),
    now: () => new Date('2021-07-02T15:33:38Z'),
    ...source,
  });
}

/** What is remarked of an expression, while it is compiled and while it is evaluated. */
export function collectRemarks(text: string, own: Record<string, Value> = {}): string[] {
  const remarks = [...compileExpression(text).remarks];
  evaluate(text, own, { remark: (says) => remarks.push(says) });
  return remarks;
}
