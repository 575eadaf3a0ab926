import { check } from '../../../kit/check/check.ts';
import { quote } from '../../../kit/check/scim.ts';
import { at, ENTERPRISE, equal, isQualified, unassigned } from '../../../schemas/attributes.ts';
import { readText, sharedCast } from '../../fixtures/lists/cast.ts';
import { textPaths } from '../../fixtures/lists/castValues.ts';
import { isRefusal } from '../../fixtures/lists/pages.ts';
import { reportingUser } from '../../fixtures/users/shapes.ts';
import { joiner, plainUser } from '../../fixtures/users/users.ts';
import { type Line, linesHold } from './lines.ts';

/** So many texts of extensions are asked about. */
const MOST = 5;
const MANAGER = `${ENTERPRISE}:manager`;

/** Filters on attributes of extensions (RFC 7644 section 3.10): a value is a value there, too. */
export const extensions = [
  check(
    'queries.filter-in-extensions',
    ['7644:3.4.2.2/op-eq'],
    'eq distinguishes the values of each string attribute of an extension',
    { needs: ['users'] },
    async (tools) => {
      const { people } = await tools.given.the(sharedCast);
      const paths = textPaths(tools.capabilities)
        .filter((path) => isQualified(path) && people.some((one) => readText(one, path) !== undefined))
        .slice(0, MOST);
      if (paths.length === 0)
        tools.notApplicable('the endpoint stores no string of an extension', 'nothing-to-observe');

      const lines = paths.flatMap((path): Line[] => {
        const value = people.flatMap((one) => readText(one, path) ?? [])[0] ?? '';
        return [
          {
            key: path,
            filter: `${path} eq ${quote(value)}`,
            narrow: true,
            wanted: (one) => equal(readText(one, path), value, false),
          },
        ];
      });
      await linesHold(tools, lines);
    },
  ),
  check(
    'queries.filter-by-manager',
    ['7644:3.4.2.2/op-eq'],
    'manager.value eq finds the users who report to this manager and no others',
    { needs: ['users'] },
    async ({ scim, given, must, eventually, notApplicable }) => {
      given.attribute('User', `${MANAGER}.value`);
      const [{ user: one }, other] = [await plainUser(given), await given.the(joiner)];
      const report = await given.made(reportingUser);
      const shown = at(await given.read(report), `${MANAGER}.value`);
      if (unassigned(shown) || !equal(shown, one.id))
        notApplicable('the endpoint does not show who the manager is', 'nothing-to-observe');
      const lookup = (id: string) =>
        scim.find(given.users, `userName eq ${quote(report.name)} and ${MANAGER}.value eq ${quote(id)}`);

      const found = await eventually(
        () => lookup(one.id),
        (answer) => isRefusal(answer) || Number(answer.body.totalResults) > 0,
      );
      if (isRefusal(found)) return notApplicable('a filter on manager is refused', 'nothing-to-observe');
      must.listExactly(found, [report.id], { key: 'own' });
      must.listExactly(await lookup(other.id), [], { key: 'another' });
    },
  ),
];
