import { check } from '../../kit/check/check.ts';
import { freeTextOfExtension, isFree } from '../../kit/compose/choose.ts';
import { at, ENTERPRISE, member, USER } from '../../schemas/attributes.ts';
import { findComplexTarget, findTextAttribute, type Tools } from '../fixtures/patches/specimen.ts';
import {
  accepted,
  bareUser,
  carriedOut,
  lentSubject,
  namedUser,
  shapedSubject,
  subject,
} from '../fixtures/patches/subject.ts';
import { reportingUser } from '../fixtures/users/shapes.ts';
import { richUser } from '../fixtures/users/users.ts';

const USERS = ['users'];

/** An attribute of the enterprise extension that takes any text. */
function chooseDepartment({ given, capabilities, notApplicable }: Tools): string {
  given.anyAttribute('User', 'of the enterprise extension', ({ path }) => path.startsWith(`${ENTERPRISE}:`));
  return (
    freeTextOfExtension(capabilities, ENTERPRISE) ??
    notApplicable('the enterprise extension has no free-form string attribute')
  );
}

function timesListed(resource: object, urn: string): number {
  const schemas = member(resource, 'schemas');
  const same = (one: unknown) => String(one).toLowerCase() === urn.toLowerCase();
  return Array.isArray(schemas) ? schemas.filter(same).length : 0;
}

/** How a path names its target: letter case, URNs, extensions (RFC 7644 sections 3.10 and 3.5.2). */
export const paths = [
  check(
    'patch.names-in-any-letter-case',
    ['7644:3.10/patch-attr-case'],
    'a path may name its attribute in any case',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const text = await findTextAttribute(tools);
      const { path, subs } = await findComplexTarget(tools);
      const sub = `${path}.${subs[0]}`;
      const { user } = await lentSubject(tools.given, namedUser, {
        [text]: tools.given.unique(),
        [path]: Object.fromEntries(subs.map((one) => [one, tools.given.unique()])),
      });

      await must.each(
        [
          { key: 'attribute', path: text, written: text.toUpperCase() },
          { key: 'sub-attribute', path: sub, written: `${path}.${subs[0]?.toUpperCase()}` },
        ],
        ({ key }) => key,
        async (target, line) => {
          const value = tools.given.unique();
          const after = await carriedOut(tools, line, user, [{ op: 'replace', path: target.written, value }]);
          line.keep(after, target.path, value, { key: 'value', caseExact: false });
        },
      );
    },
  ),
  check(
    'patch.urn-qualified-core-path',
    ['7644:3.10/patch-urn-core'],
    'a path may be qualified with the URN of the core schema',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const text = await findTextAttribute(tools);
      const { user } = await lentSubject(tools.given, bareUser, { [text]: tools.given.unique() });

      const value = tools.given.unique();
      const after = await carriedOut(tools, must, user, [{ op: 'replace', path: `${USER}:${text}`, value }]);
      must.keep(after, text, value, { key: 'value', caseExact: false });
      const path = `${USER.toUpperCase()}:${text}`;
      const answer = await tools.scim.patch(user.path, [
        { op: 'replace', path, value: tools.given.unique() },
      ]);
      if (!answer.ok) remark('warning', 'urn-in-capitals', 'the URN in another letter case is refused');
    },
  ),
  check(
    'patch.extension-path',
    ['7644:3.5.2/patch-urn-extension'],
    'a URN-qualified path sets an extension attribute, and its schema is then listed',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const path = chooseDepartment(tools);
      const part = tools.given.requiredPart('User', ENTERPRISE);
      const { user } = await lentSubject(tools.given, bareUser, { ...part, [path]: undefined });

      const value = tools.given.unique().slice(0, 20);
      const after = await carriedOut(tools, must, user, [{ op: 'add', path, value }]);
      must.keep(after, path, value, { key: 'value', caseExact: false });
      must.equal(timesListed(after, ENTERPRISE), 1, { key: 'schemas', what: 'times the URN is listed' });
      const name = path.slice(ENTERPRISE.length + 1);
      const container = { [ENTERPRISE]: { [name]: tools.given.unique().slice(0, 20) } };
      const answer = await tools.scim.patch(user.path, [{ op: 'replace', value: container }]);
      const read = await tools.given.read(user);
      const taken = at(read, path) === container[ENTERPRISE]?.[name];
      if (!answer.ok || !taken)
        remark('warning', 'container', 'an object with the whole extension as one attribute is not accepted');
    },
  ),
  check(
    'patch.extension-sub-attribute-path',
    ['7644:3.10/patch-ext-subattr'],
    'a dot in a URN-qualified path leads to a sub-attribute',
    { needs: USERS },
    async ({ must, remark, ...tools }) => {
      const { given } = tools;
      const path = `${ENTERPRISE}:manager.value`;
      if (
        ![path, `${ENTERPRISE}:manager`].every((one) =>
          isFree({ ...given.attribute('User', one), required: false }),
        )
      )
        tools.notApplicable('manager cannot be written and read here');
      const { user: second } = await given.the(richUser);
      const { user } = await shapedSubject(given, reportingUser);

      const replace = [{ op: 'replace', path, value: second.id }];
      const after = await carriedOut(tools, must, user, replace);
      must.keep(after, path, second.id, { key: 'value' });
      const gone = await tools.scim.patch(user.path, [{ op: 'remove', path: `${ENTERPRISE}:manager` }]);
      await tools.scim.patch(user.path, replace);
      if (gone.ok && at(await given.read(user), path) !== second.id)
        remark('warning', 'unassigned', 'the same request does not set a manager on a user without one');
    },
  ),
  check(
    'patch.schemas-then-extension',
    ['7644:3.5.2/patch-schemas-state'],
    'an operation that follows one on schemas works on the changed value',
    { needs: USERS },
    async ({ must, observe, ...tools }) => {
      const path = chooseDepartment(tools);
      const { user } = await subject(tools.given, tools.given.requiredPart('User', ENTERPRISE));
      const value = tools.given.unique().slice(0, 20);

      const answer = await tools.scim.patch(user.path, [
        { op: 'add', path: 'schemas', value: [ENTERPRISE] },
        { op: 'add', path, value },
      ]);
      const after = await tools.given.read(user);
      observe('patch.schemas', answer.ok ? 'taken' : `refused with ${answer.status}`);
      if (answer.status >= 500) accepted(must, answer);
      must.equal(at(after, path), answer.ok ? value : undefined, { key: 'value', what: path });
      if (answer.ok)
        must.equal(timesListed(after, ENTERPRISE), 1, { key: 'schemas', what: 'times the URN is listed' });
    },
  ),
];
