import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { quote } from '../../kit/check/scim.ts';
import { isFree } from '../../kit/compose/choose.ts';
import { listTypes } from '../../kit/compose/sample.ts';
import { type Attributes, elements, equal, member, show } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { present } from '../../schemas/present.ts';
import { ingredients, populated } from '../fixtures/populated.ts';
import { valueFor } from '../fixtures/samples.ts';

export const lists = [
  check(
    'attributes.primary-is-false-unless-said',
    ['7643:2.4/primary-default-false'],
    'a value not marked as primary is not found as primary',
    { needs: ['users'] },
    async ({ scim, must, notApplicable, ...tools }) => {
      const { given } = tools;
      const { name, path, element } = listWithPrimary({ notApplicable, ...tools });
      const user = await given.user({ [name]: [element(0, false), element(1, false)] });
      const read = await given.read(user);
      const control = await given.step(
        'find it',
        scim.find(user.endpoint, `userName eq ${quote(user.name)}`),
      );
      if (readList(control).resources.length === 0)
        notApplicable('filters find nothing', 'nothing-to-observe');
      if (elements(read, name).some((one) => member(one, 'primary') === true))
        notApplicable('the endpoint makes one value primary by itself', 'nothing-to-observe');

      const filter = `userName eq ${quote(user.name)} and ${path}[primary eq true]`;
      const answer = await scim.find(user.endpoint, filter);
      if (!answer.ok)
        notApplicable(`${path}[...] in filters is answered ${answer.status}`, 'nothing-to-observe');
      must.listExactly(answer, [], { key: 'primary' });
    },
  ),
  check(
    'attributes.same-value-is-kept-once',
    ['7643:2.4/type-value-dup'],
    'an address sent twice with the same type is returned once, or refused',
    { needs: ['users'] },
    async ({ scim, given, must }) => {
      const value = given.address();
      const [type] = listTypes(given.attribute('User', 'emails'));
      const one = { value, ...present({ type }) };
      const emails = [one, one];
      const made = await given.the(populated('User'));
      if (!made.some(({ sent }) => sent.some(({ path }) => path === 'emails')))
        await given.step(
          'create one with it once',
          scim.post(given.users, given.payload('User', { emails: [emails[0]] })),
        );
      const answer = await scim.post(given.users, given.payload('User', { emails }));
      must.hold(answer.ok || answer.status === 400, {
        key: 'answer',
        expected: 'a create or 400',
        observed: describe(answer),
      });
      if (!answer.ok) return;

      const read = await given.read(await given.findPlace(answer));
      const same = elements(read, 'emails').filter(
        (one) =>
          String(member(one, 'value')).toLowerCase() === value.toLowerCase() &&
          equal(member(one, 'type'), type, false),
      );
      must.hold(same.length <= 1, {
        key: 'emails',
        expected: 'one element',
        observed: `${same.length} identical ones`,
      });
    },
  ),
  check(
    'attributes.new-primary-lowers-the-old',
    ['7644:3.5.2/patch-primary-flip'],
    'a PATCH that makes one value primary unsets primary on the others',
    { needs: ['users'] },
    async ({ scim, must, observe, ...tools }) => {
      const { given } = tools;
      const { name, path, element, types } = listWithPrimary(tools);
      const user = await given.user({ [name]: [element(0, true), element(1, false)] });
      await given.read(user);
      const raise = [
        {
          key: 'add',
          operation: { op: 'add', path, value: [element(2, true)] },
          plain: { op: 'add', path, value: [element(2, false)] },
          index: 2,
        },
        {
          key: 'replace',
          operation: {
            op: 'replace',
            path: `${path}[type eq ${quote(types[1] ?? '')}].primary`,
            value: true,
          },
          plain: {
            op: 'replace',
            path: `${path}[type eq ${quote(types[1] ?? '')}].value`,
            value: element(1, false).value,
          },
          index: 1,
        },
      ];

      await must.each(
        raise,
        ({ key }) => key,
        async ({ operation, plain, index }, line) => {
          const answer = await scim.patch(user.path, [operation]);
          // What is refused without primary, too, is not refused for its sake.
          if (!answer.ok && !(await scim.patch(user.path, [plain]).as('control')).ok)
            return observe(`patch.primary.${operation.op}`, `the change is refused without it, too`);
          line.hold(answer.ok, { key: 'refused', expected: 'a change', observed: describe(answer) });
          const primary = elements(await given.read(user), name).filter(
            (one) => member(one, 'primary') === true,
          );
          line.hold(primary.length === 1 && String(member(primary[0], 'type')) === types[index], {
            key: 'primary',
            expected: `one primary value, of type ${types[index]}`,
            observed: show(primary),
          });
        },
      );
    },
  ),
];

/** A list of the core schema that has primary, type and value, and elements for it that differ. */
function listWithPrimary(tools: Pick<CheckTools, 'given' | 'notApplicable'>) {
  const { given, notApplicable } = tools;
  const has = (attribute: Attribute, name: string) =>
    attribute.subAttributes.find((sub) => sub.name.toLowerCase() === name);
  const { path, attribute } = given.anyAttribute('User', 'a list with type, value and primary', (located) => {
    const { attribute: one, extension } = located;
    const parts = ['primary', 'type', 'value'].map((name) => has(one, name));
    const free =
      !extension && one.multiValued && one.mutability === 'readWrite' && one.returned === 'default';
    return (
      free &&
      parts.every((part) => part !== undefined && isFree({ ...part, required: false })) &&
      has(one, 'value')?.canonicalValues.length === 0 &&
      (has(one, 'type')?.canonicalValues.length ?? 0) !== 1
    );
  });
  const types = listTypes(attribute);
  if (types.length < 3) notApplicable(`${path} has fewer than three types`);
  const element = (index: number, primary: boolean): Attributes => {
    const sample = valueFor(
      {
        ...attribute,
        subAttributes: [],
        type: has(attribute, 'value')?.type ?? 'string',
        uniqueness: has(attribute, 'value')?.uniqueness ?? 'none',
        multiValued: false,
      },
      ingredients(given),
    );
    return given.whole('User', attribute.name, {
      value: sample,
      type: types[index],
      ...(primary ? { primary } : {}),
    });
  };
  return { name: attribute.name, path, types, element };
}
