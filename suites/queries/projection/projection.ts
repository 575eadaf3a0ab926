import type { CheckTools } from '../../../kit/check/check.ts';
import type { Must } from '../../../kit/check/must.ts';
import type { Owned } from '../../../kit/check/reader.ts';
import { sharedAnswer } from '../../../kit/check/sharedAnswer.ts';
import { type Attributes, at, isQualified, member, unassigned } from '../../../schemas/attributes.ts';
import { listAttributes } from '../../../schemas/lookup.ts';
import { sharedCrowd, type Tools } from '../../fixtures/lists/crowd.ts';

/** A user of the crowd in full, and which of its attributes a projection moves. */
export interface Portrait {
  user: Owned;
  full: Attributes;
  /** Published as returned by default and shown, userName first. */
  defaults: string[];
  /** Published as returned always, and shown. */
  always: string[];
}

/** How the user of the portrait reads, whole. */
export const portraitAnswer = ({ path }: Owned) =>
  sharedAnswer('queries.portrait', ({ scim }) => scim.get(path));

/** The same with the userName alone. */
export const nameAnswer = ({ path }: Owned) =>
  sharedAnswer('queries.portrait.userName', ({ scim }) =>
    scim.get(path, { query: { attributes: 'userName' } }),
  );

type Needs = Tools & Pick<CheckTools, 'notApplicable'>;

/**
 * A user that carries what the endpoint publishes, read in full.
 * Not applicable where fewer than two attributes are returned by default: nothing could be left out.
 */
export async function readPortrait(tools: Needs): Promise<Portrait> {
  const { given, capabilities, notApplicable } = tools;
  const { users } = await tools.given.the(sharedCrowd);
  const user = users[0] as Owned;
  given.attribute('User', 'userName');
  const full = (await given.the(portraitAnswer(user))).body;
  const shown = listAttributes(capabilities, 'User').filter(({ path }) => !unassigned(at(full, path)));
  const paths = (returned: string) =>
    shown.filter(({ attribute }) => attribute.returned === returned).map(({ path }) => path);
  const defaults = paths('default').sort(
    (left, right) => Number(right === 'userName') - Number(left === 'userName'),
  );
  if (defaults.length < 2)
    notApplicable('fewer than two attributes of a user are returned by default', 'nothing-to-observe');
  return { user, full, defaults, always: paths('always') };
}

/** A core attribute that is returned by default and is not userName; not applicable where there is none. */
export function spare({ defaults }: Portrait, { notApplicable }: Needs): string {
  return (
    defaults.find((path) => path !== 'userName' && !isQualified(path)) ??
    notApplicable('only userName is returned by default', 'nothing-to-observe')
  );
}

/** Claims for each path that the resource does not show it. */
export function hides(must: Must, resource: Attributes, paths: string[]): Promise<void> {
  return must.each(
    paths,
    (path) => path,
    (path, must) =>
      must.hold(unassigned(at(resource, path)), {
        key: 'shown',
        expected: `no ${path}`,
        observed: `${path} is shown`,
      }),
  );
}

/** Claims for each path that the resource shows it. */
export function shows(must: Must, resource: Attributes, paths: string[]): Promise<void> {
  return must.each(
    paths,
    (path) => path,
    (path, must) =>
      must.hold(!unassigned(at(resource, path)), {
        key: 'missing',
        expected: `${path}, as the resource has it`,
        observed: 'nothing',
      }),
  );
}

/** Claims that the resource is narrowed to these paths and to what is always returned. */
export async function narrowed(
  must: Must,
  resource: Attributes,
  paths: string[],
  whole: Portrait,
): Promise<void> {
  const tops = paths.map((path) => (isQualified(path) ? path : (path.split('.')[0] ?? path)));
  await shows(must, resource, ['id', ...paths]);
  await hides(
    must,
    resource,
    whole.defaults.filter((path) => !tops.includes(path)),
  );
}

/** What strictly is returned by default and yet left in by many: tolerated, and told. */
export function remarkMeta(resource: Attributes, remark: CheckTools['remark']): void {
  if (!unassigned(member(resource, 'meta')))
    remark('warning', 'meta', 'meta is returned although it was not requested');
}
