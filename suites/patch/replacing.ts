import { check } from '../../kit/check/check.ts';
import { canChange } from '../../kit/compose/choose.ts';
import { type Attributes, at, equal, unassigned } from '../../schemas/attributes.ts';
import { listedShape, longListedShape } from '../fixtures/patches/shapes.ts';
import {
  composeElement,
  findListTarget,
  findTextAttribute,
  listKeys,
  specimen,
} from '../fixtures/patches/specimen.ts';
import { accepted, carriedOut, lentList, shapedSubject, subject } from '../fixtures/patches/subject.ts';

const USERS = ['users'];

/** RFC 7644 section 3.5.2.3: replace of single values, lists, and elements that a filter selects. */
export const replacing = [
  check(
    'patch.replace-sets-a-single-value',
    ['7644:3.5.2.3/replace-single'],
    'replace changes the value of a single-valued attribute',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const path = await findTextAttribute(tools);
      const { user } = await shapedSubject(tools.given, listedShape);

      const userName =
        tools.given.attribute('User', 'userName').mutability === 'readWrite' ? ['userName'] : [];
      await must.each([path, ...userName], String, async (name, line) => {
        const value = name === 'userName' ? tools.given.address() : tools.given.unique();
        const after = await carriedOut(tools, line, user, [{ op: 'replace', path: name, value }]);
        line.keep(after, name, value, { key: 'value', caseExact: false });
      });
      if (userName.length === 0 || equal(at(tools.scim.recall(user.path), 'userName'), user.name, false))
        return;
      // Back to the first name, which may be refused as one that is reserved (RFC 7644 section 3.12).
      const back = await tools.scim.patch(user.path, [{ op: 'replace', path: 'userName', value: user.name }]);
      if (!back.ok) return;
      const now = await tools.given.read(user);
      must.keep(now, 'userName', user.name, { key: 'first-name', caseExact: false });
    },
  ),
  check(
    'patch.replace-swaps-a-list',
    ['7644:3.5.2.3/replace-multi'],
    'replacing a list leaves exactly the new values',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const list = await findListTarget(tools);
      const { user } = await lentList(tools, list, false);

      const value = [composeElement(tools.given, list, 0)];
      const after = await carriedOut(tools, must, user, [{ op: 'replace', path: list.path, value }]);
      must.equal(listKeys(list, after), listKeys(list, value), { key: 'values', what: list.path });
    },
  ),
  check(
    'patch.replace-sets-what-is-unassigned',
    ['7644:3.5.2.3/replace-absent-is-add'],
    'replace sets an unassigned attribute',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { texts, list } = await tools.given.the(specimen);
      const { user, before } = await subject(tools.given);
      const paths = [...texts.slice(0, 2), ...(list ? [list.path] : [])];
      const free = paths.filter((path) => unassigned(at(before, path)));
      if (free.length === 0) tools.notApplicable('every attribute has a value', 'nothing-to-observe');

      await must.each(free, String, async (path, line) => {
        const values = list ? [composeElement(tools.given, list, 0)] : [];
        const value = path === list?.path ? values : tools.given.unique();
        const after = await carriedOut(tools, line, user, [{ op: 'replace', path, value }]);
        if (list && path === list.path)
          line.equal(listKeys(list, after), listKeys(list, values), { key: 'value' });
        else line.keep(after, path, value, { key: 'value', caseExact: false });
      });
    },
  ),
  check(
    'patch.replace-without-path',
    ['7644:3.5.2.3/replace-nopath'],
    'replace without a path replaces the given attributes and leaves the rest',
    { needs: USERS },
    async ({ must, ...tools }) => {
      const { given } = tools;
      const { texts, list } = await tools.given.the(specimen);
      const [text = await findTextAttribute(tools), other] = texts;
      const { user, before } = await shapedSubject(given, longListedShape);

      const fresh = list ? [composeElement(given, list, 0)] : [];
      const value: Attributes = { [text]: given.unique(), ...(list ? { [list.path]: fresh } : {}) };
      // A truth value among them, where one can be told to have changed; an endpoint may let nobody disable an account.
      const disables = at(before, 'active') === true && canChange(tools.capabilities, 'User', 'active');
      const disabling = { op: 'replace', value: { ...value, active: false } };
      const isTaken = disables && (await tools.scim.patch(user.path, [disabling])).ok;
      const operation = isTaken ? disabling : { op: 'replace', value };
      if (!isTaken) accepted(must, await tools.scim.patch(user.path, [operation]));
      const after = await given.read(user);
      must.changeOnly({ sent: user.sent, before, after }, [operation]);
      must.keep(after, text, value[text], { key: 'text', caseExact: false });
      must.keep(after, 'userName', user.name, { key: 'untouched-userName', caseExact: false });
      if (other !== undefined)
        must.keep(after, other, at(user.sent, other), { key: 'untouched', caseExact: false });
      if (list) must.equal(listKeys(list, after), listKeys(list, fresh), { key: 'list', what: list.path });
      if (isTaken) must.equal(at(after, 'active'), false, { key: 'active', what: 'active' });
    },
  ),
];
