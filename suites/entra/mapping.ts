import {
  type Dialect,
  listTargets,
  patch,
  readTarget,
  send,
  type Target,
  update,
  writeTarget,
} from '../../clients/entra/index.ts';
import { blueprint, type Drawing } from '../../kit/check/blueprint.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { composePhone, listTypes } from '../../kit/compose/sample.ts';
import { type Attributes, equal, member, show } from '../../schemas/attributes.ts';
import type { Attribute } from '../../schemas/capabilities.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { changedUser } from '../fixtures/clients/lent.ts';
import { keptText, sharedUser } from '../fixtures/clients/provisioned.ts';
import { isCleared } from '../fixtures/users/cleared.ts';
import { plainRead } from '../fixtures/users/users.ts';

type Tools = Pick<CheckTools, 'scim' | 'given' | 'capabilities' | 'profile'>;
type Resource = 'User' | 'Group';

/** References are written in a pass of their own, and have checks of their own. */
const REFERENCES = /(^|:)(manager|members)$/;

/** Values for target paths that not every text fits; the others get a text of the run. */
const FITTING: [RegExp, string][] = [
  [/country$/, 'US'],
  [/preferredLanguage$|locale$/, 'en-US'],
  [/timezone$/, 'America/Los_Angeles'],
  [/^phoneNumbers/, '+1 425 555 0100'],
  [/profileUrl$|^photos/, 'https://example.test/p'],
];

/** What the mapping writes, less what the endpoint lacks: that is the finding of one check only. */
function writable({ capabilities, profile }: Omit<Drawing, 'company'>, resource: Resource): Target[] {
  return listTargets(profile.mapping, resource).filter(({ path, published, element }) => {
    const attribute = findAttribute(capabilities, resource, published);
    const common = path === 'externalId';
    if (REFERENCES.test(path)) return false;
    const list = element === undefined ? undefined : findAttribute(capabilities, resource, element.list);
    // A type that the endpoint does not have would be mapped to another one.
    const typed = element?.where !== 'type' || listTypes(list).some((type) => equal(type, element.is, false));
    const outer = list ?? findAttribute(capabilities, resource, published.split('.')[0] ?? published);
    return common || (typed && isShown(outer) && isShown(attribute));
  });
}

/** Whether a client writes an attribute and reads it back. */
function isShown(attribute: Attribute | undefined): boolean {
  return attribute?.mutability === 'readWrite' && attribute.returned !== 'never';
}

function valueFor(
  { given, capabilities }: Omit<Drawing, 'company'>,
  resource: Resource,
  target: Target,
  turn: number,
): unknown {
  const attribute = findAttribute(capabilities, resource, target.published);
  if (attribute?.type === 'boolean') return true;
  const canonical = attribute?.canonicalValues[turn % Math.max(1, attribute.canonicalValues.length)];
  if (canonical !== undefined) return canonical;
  if (target.path === 'userName' || /^emails/.test(target.path)) return given.address();
  if (attribute !== undefined && attribute.uniqueness !== 'none')
    return target.path.startsWith('phoneNumbers') ? composePhone(given.unique()) : given.unique();
  const fitting = FITTING.find(([path]) => path.test(target.path))?.[1];
  return fitting ?? (/^(externalId|displayName)$/.test(target.path) ? given.unique() : `Value ${turn}`);
}

function expectAll(must: Must, resource: Attributes, values: [Target, unknown][]): void {
  for (const [target, value] of values)
    must.equal(readTarget(resource, target), value, {
      key: target.path,
      what: target.path,
      caseExact: false,
    });
}

/** A resource with a value for each mapped attribute, made by the provisioning service's own kind of body. */
async function mapped(
  tools: Tools,
  resource: Resource,
): Promise<{ made: Owned; values: [Target, unknown][] }> {
  const values = composeMapped(tools, resource);
  const body = composeBody(values);
  const { given } = tools;
  return { made: await (resource === 'User' ? given.user(body) : given.group(body)), values };
}

function composeMapped(tools: Omit<Drawing, 'company'>, resource: Resource): [Target, unknown][] {
  return writable(tools, resource).map((target) => [target, valueFor(tools, resource, target, 0)]);
}

function composeBody(values: [Target, unknown][]): Attributes {
  const body: Attributes = {};
  for (const [target, value] of values) writeTarget(body, target, value);
  return body;
}

/** The same, of whose create nothing is claimed. */
const MAPPED = {
  User: blueprint('User', 'User as mapped', (drawing) => composeBody(composeMapped(drawing, 'User'))),
  Group: blueprint('Group', 'Group as mapped', (drawing) => composeBody(composeMapped(drawing, 'Group'))),
};

const asked = ({ profile }: Pick<Tools, 'profile'>): Resource[] =>
  (['User', 'Group'] as const).filter((one) => profile.resources !== (one === 'User' ? 'groups' : 'users'));

/** The mapping, or nothing to look at where the profile has none. */
function needsMapping({ profile, notApplicable }: Pick<CheckTools, 'profile' | 'notApplicable'>): void {
  if (profile.mapping.length === 0)
    notApplicable(`profile ${profile.name} has no mapping`, 'nothing-to-observe');
}

export const mapping = [
  check(
    'entra.mapped-attributes-are-discoverable',
    ['entra:G01'],
    'each attribute written by the mapping is in the published schemas',
    async (tools) => {
      needsMapping(tools);
      const { must, capabilities, profile, given } = tools;
      const user = await tools.given.the(sharedUser);
      must.keep((await given.the(plainRead(user.path))).body, 'id', user.id);
      if (capabilities.schemas === undefined) given.attribute('User', 'userName');

      const lines = asked(tools).flatMap((resource) =>
        listTargets(profile.mapping, resource).map((target) => ({ resource, ...target })),
      );
      await must.each(
        lines,
        ({ resource, path }) => `${resource}.${path}`,
        ({ resource, path, published }, line) => {
          // Where accounts can only be deleted, the mapping has no use for active.
          if (path === 'externalId' || (path === 'active' && profile.softDelete === 'hard-only')) return;
          line.hold(findAttribute(capabilities, resource, published) !== undefined, {
            key: 'published',
            expected: `${published} among the attributes of ${resource}`,
            observed: 'no such attribute',
          });
        },
      );
    },
  ),
  check(
    'entra.mapped-attributes-are-kept',
    ['entra:G02'],
    'each attribute written by the mapping is accepted in a create and returned by a read',
    async (tools) => {
      needsMapping(tools);
      await tools.must.each(asked(tools), String, async (resource, line) => {
        const { made, values } = await mapped(tools, resource);

        expectAll(line, await tools.given.read(made), values);
      });
    },
  ),
  check(
    'entra.mapped-attributes-are-updated',
    ['entra:G03'],
    'each attribute written by the mapping can be updated in both PATCH dialects',
    async (tools) => {
      needsMapping(tools);
      const { scim, given, observe } = tools;
      await tools.must.each(asked(tools), String, async (resource, line) => {
        const made = await tools.given.made(MAPPED[resource]);
        for (const [turn, dialect] of (['default', 'flag'] satisfies Dialect[]).entries()) {
          const values = writable(tools, resource)
            // Truth values have checks of their own, since one dialect writes them as words.
            .filter(
              ({ path, published }) =>
                !/primary eq/.test(path) &&
                findAttribute(tools.capabilities, resource, published)?.type !== 'boolean',
            )
            .map((target): [Target, unknown] => [target, valueFor(tools, resource, target, turn + 1)]);
          const changes = values.map(([{ path }, value]) => ({ path, value: value as string | boolean }));

          const answer = await send(scim, update(dialect, made.path, changes));
          // Dotted keys may be refused, as the RFC knows no such attribute; then nothing has changed.
          const refused = dialect === 'flag' && answer.status === 400;
          observe(`mapping.update.${resource}.${dialect}`, refused ? 'refused' : 'applied');
          if (refused) continue;
          line.haveStatus(answer, [200, 204], { key: dialect });
          expectAll(line, await given.read(made), values);
        }
      });
    },
  ),
  check(
    'entra.null-update-clears',
    ['entra:G04'],
    'an update with "" or null clears a mapped attribute, or is refused with 400',
    { needs: ['provisions-users'] },
    async (tools) => {
      needsMapping(tools);
      const { must, scim, given, observe } = tools;
      const path = await keptText(tools);
      const user = await changedUser(given);
      await must.each(
        ['', null],
        (value) => (value === null ? 'null' : 'empty'),
        async (value, line) => {
          await given.step('set it', send(scim, patch(user.path, [{ op: 'replace', path, value: 'Set' }])));

          const answer = await send(scim, patch(user.path, [{ op: 'replace', path, value }]));
          observe(`null-update.${value === null ? 'null' : 'empty'}`, answer.ok ? 'clears' : 'refused');
          if (!answer.ok) return line.beRefused(answer, 400);
          const left = member(await given.read(user), path);
          const cleared = left === '' || (await isCleared(given, path, left, 'Set'));
          line.hold(cleared, { key: path, expected: 'nothing', observed: show(left) });
        },
      );
    },
  ),
  check(
    'entra.credential-kind-is-named',
    ['entra:G05'],
    'the kind of credentials in use: a long-lived token rules out a new gallery listing',
    async (tools) => {
      const { must, given, capabilities, observe } = tools;
      const user = await tools.given.the(sharedUser);

      must.keep((await given.the(plainRead(user.path))).body, 'id', user.id);
      const published = capabilities.authenticationSchemes.join(', ');
      observe(
        'gallery.credentials',
        `a long-lived bearer token served; published: ${published || 'nothing'}`,
      );
    },
  ),
];
