import { check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import {
  type Attributes,
  at,
  ENTERPRISE,
  elements,
  member,
  show,
  unassigned,
} from '../../schemas/attributes.ts';
import { findAttribute, type Located } from '../../schemas/lookup.ts';
import { valuePart } from '../../schemas/parts.ts';
import { makeKey } from '../fixtures/populated.ts';
import { reportingUser } from '../fixtures/users/shapes.ts';
import { joiner } from '../fixtures/users/users.ts';
import { readLines } from './lines.ts';

export const references = [
  check(
    'attributes.references-lead-to-resources',
    ['7643:2.3.7/reference-dereference'],
    'the $ref of members, groups and manager leads to the right resource',
    { needs: ['users-or-groups'] },
    async ({ scim, given, must, remark, notApplicable, capabilities }) => {
      const manager = findAttribute(capabilities, 'User', `${ENTERPRISE}:manager`) !== undefined;
      const groups = capabilities.resourceTypes?.some(({ endpoint }) => endpoint === given.groups) === true;
      const user = await (manager ? given.made(reportingUser) : given.anyUser());
      const group = groups ? await given.group({}, [user]) : undefined;
      const read = await given.read(user);
      const shown = [
        ...(group === undefined
          ? []
          : elements(await given.read(group), 'members').map(named('Group.members'))),
        ...elements(read, 'groups').map(named('User.groups')),
        ...elements(read, `${ENTERPRISE}:manager`).map(named('User.manager')),
      ].filter(({ element }) => !unassigned(member(element, '$ref')));
      if (shown.length === 0) notApplicable('references have no $ref', 'nothing-to-observe');

      await must.each(
        shown,
        ({ key }) => key,
        async ({ key, element }, line) => {
          const address = String(member(element, '$ref'));
          // The RFC's own examples are relative to the resource, "../Users/...".
          const path = scim.pathWithin(address) ?? scim.pathWithin(address.replace(/^(\.\.\/)+/, ''));
          if (path === undefined)
            return remark('warning', `${key}/elsewhere`, `${valuePart(address)} leads to another host`);
          const known = scim.recall(path);
          const answer = known === undefined ? await scim.get(path) : undefined;
          if (answer !== undefined) line.haveStatus(answer, 200, { key: '$ref' });
          line.equal(member(answer?.body ?? known, 'id'), member(element, 'value'), {
            key: '$ref/id',
            what: 'the id behind $ref',
          });
        },
      );
    },
  ),
  check(
    'attributes.references-of-another-version',
    ['7643:2.4/versioned-uri-equivalence'],
    'a member whose $ref lacks the version segment is still identified by its value',
    { needs: ['groups', 'users'] },
    async ({ scim, given, observe }) => {
      const user = await given.the(joiner);
      const $ref = `${scim.url.replace(/\/v\d+$/i, '')}${user.path}`;
      const members = [{ value: user.id, $ref }];
      const answer = await scim.post(given.groups, given.payload('Group', { members }));

      const what = /\/v\d+$/i.test(scim.url) ? 'without its version segment' : 'in the usual form';
      observe('members.$ref', `${what}: ${answer.ok ? 'taken' : `refused with ${answer.status}`}`);
    },
  ),
  check(
    'attributes.binary-values-keep-their-bytes',
    ['7643:2.3.6/binary-base64'],
    'binary values are returned in base64 with the bytes that were sent',
    { needs: ['users'] },
    async ({ scim, given, must, remark, notApplicable, capabilities, profile }) => {
      const lines = await readLines({ given, capabilities, profile }, ({ attribute }) =>
        [attribute, ...attribute.subAttributes].some(({ type }) => type === 'binary'),
      );
      const shown = lines.filter(({ located, on }) => binaryIn(on.read, located) !== '');
      const [first] = shown;
      if (first === undefined)
        return notApplicable('no binary attribute accepted a value', 'nothing-to-observe');

      await must.each(
        shown,
        ({ kind, located }) => makeKey(kind, located),
        ({ located, on }, line) => {
          const sent = binaryIn(on.resource.sent, located);
          const read = binaryIn(on.read, located);
          line.hold(/^[A-Za-z0-9+/]*={0,2}$/.test(read.replace(/\s/g, '')), {
            key: 'type',
            expected: 'base64',
            observed: show(read),
          });
          line.hold(Buffer.from(read, 'base64').equals(Buffer.from(sent, 'base64')), {
            key: 'bytes',
            expected: `${Buffer.from(sent, 'base64').length} bytes as written`,
            observed: `${Buffer.from(read, 'base64').length} bytes`,
          });
        },
      );
      const { located } = first;
      const broken = JSON.parse(
        JSON.stringify(at(first.on.resource.sent, located.path)).replace(/[A-Za-z0-9+/]{12,}=*/, '!!'),
      ) as unknown;
      const body = located.extension
        ? { [located.schema]: { [located.attribute.name]: broken } }
        : { [located.path]: broken };
      const answer = await scim.post(given.users, given.payload('User', body));
      if (answer.ok)
        remark(
          'warning',
          `${makeKey(first.kind, located)}/broken`,
          `what is not base64 is taken: ${describe(answer)}`,
        );
    },
  ),
];

const named = (key: string) => (element: Attributes) => ({ key, element });

/** The first binary text at an attribute: of its value, or of the value of its first element. */
function binaryIn(resource: Attributes, { path, attribute }: Located): string {
  const value = at(resource, path);
  const one = Array.isArray(value) ? value[0] : value;
  const part = attribute.subAttributes.find(({ type }) => type === 'binary');
  return String((part === undefined ? one : member(one, part.name)) ?? '');
}
