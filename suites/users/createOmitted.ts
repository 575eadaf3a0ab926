import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe } from '../../kit/check/must.ts';
import { changed } from '../../kit/compose/merge.ts';
import { at, ENTERPRISE, show, unassigned } from '../../schemas/attributes.ts';
import { listAttributes } from '../../schemas/lookup.ts';
import { taken } from '../fixtures/kinds.ts';
import { plainUser } from '../fixtures/users/users.ts';

export const createOmitted = [
  check(
    'users.create-fills-in-defaults',
    ['7644:3.3/create-defaults'],
    'the endpoint may assign values to attributes omitted from a create',
    { needs: ['users'] },
    async ({ given, observe, capabilities }) => {
      const { user, read } = await plainUser(given);

      const defaulted = listAttributes(capabilities, 'User')
        .filter(({ attribute }) => attribute.mutability === 'readWrite')
        .map(({ path }) => path)
        .filter((path) => unassigned(at(user.sent, path)) && !unassigned(at(read, path)));
      observe('create.defaulted', defaulted.sort().join(', ') || 'nothing');
    },
  ),
  check(
    'users.create-null-overrides-default',
    ['7644:3.3/create-null-override'],
    'null in a create leaves an attribute unassigned, even if it has a default',
    { needs: ['users'] },
    async (tools) => {
      const { scim, given, must, notApplicable, remark, capabilities } = tools;
      const { user, read } = await plainUser(given);
      const optional = listAttributes(capabilities, 'User').filter(
        ({ attribute, extension, path }) =>
          attribute.mutability === 'readWrite' &&
          attribute.returned === 'default' &&
          !attribute.required &&
          !extension &&
          unassigned(at(user.sent, path)),
      );
      const defaulted = optional.filter(({ path }) => !unassigned(at(read, path)));
      const chosen = defaulted.length > 0 ? defaulted.slice(0, 1) : optional.slice(0, 2);
      if (chosen.length === 0) notApplicable('the endpoint publishes no optional attribute', 'declared');
      const empty = Object.fromEntries(
        chosen.map(({ path, attribute }) => [path, attribute.multiValued ? [] : null]),
      );
      const answer = await scim.post(given.users, given.payload('User', empty));
      must.hold(answer.ok, {
        key: 'refused',
        expected: 'a successful create',
        observed: describe(answer),
      });
      const place = await given.findPlace(answer);
      const stored = await given.read(place);

      await must.each(
        chosen,
        ({ path }) => `User.${path}`,
        async ({ path }, line) => {
          // What an account always has, as whether it is active, is no default that null could clear.
          if (!unassigned(at(stored, path)) && (await isAlwaysThere(tools, place, path)))
            return remark('note', `User.${path}`, `${path} always has a value, whatever a client sends`);
          line.equal(at(stored, path), undefined, { key: 'null', what: path });
        },
      );
    },
  ),
  check(
    'users.create-without-extension',
    ['7643:6/optional-extension'],
    'a user can be created without an extension declared optional',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable, capabilities }) => {
      const type = capabilities.resourceTypes?.find(({ endpoint }) => endpoint === given.users);
      const optional = type?.extensions.filter(({ required }) => !required) ?? [];
      if (optional.length === 0) notApplicable('no extension of User is optional');
      const schema = optional.find((one) => one.schema === ENTERPRISE)?.schema ?? optional[0]?.schema ?? '';
      const first = listAttributes(capabilities, 'User').find(
        (one) => one.schema === schema && one.attribute.type === 'string',
      );
      const carried = { [schema]: { [first?.attribute.name ?? 'department']: 'Audit' } };
      // The form of an externalId may be the endpoint's to say: where it is refused with the extension, too, none is sent.
      for (const linked of [true, false]) {
        const body = given.payload('User', linked ? { externalId: given.unique() } : {});
        for (const one of optional) delete body[one.schema];
        const schemas = (body.schemas as string[]).filter(
          (urn) => !optional.some((one) => one.schema === urn),
        );
        const answer = await scim.post(given.users, { ...body, schemas });
        if (answer.ok)
          return must.equal(at(await given.read(await given.findPlace(answer)), 'userName'), body.userName, {
            key: 'userName',
            caseExact: false,
          });
        const control = await scim.post(given.users, { ...body, ...carried, schemas: [...schemas, schema] });
        if (!control.ok && linked) continue;
        taken('create the same user with the extension', control);
        must.haveStatus(answer, 201, { key: 'without-extension' });
      }
    },
  ),
  check(
    'users.required-extension-is-there',
    ['7643:6/required-extension'],
    'every user has the extensions declared required',
    { needs: ['users'] },
    async ({ given, must, notApplicable, capabilities }) => {
      const type = capabilities.resourceTypes?.find(({ endpoint }) => endpoint === given.users);
      const required = type?.extensions.filter((extension) => extension.required) ?? [];
      if (required.length === 0) notApplicable('no extension of User is required');
      const { read } = await plainUser(given);

      await must.each(
        required,
        ({ schema }) => schema,
        ({ schema }, line) => {
          line.hold((read.schemas as string[] | undefined)?.includes(schema) === true, {
            key: 'schemas',
            expected: `schemas names ${schema}`,
            observed: show(read.schemas),
          });
          for (const { path, attribute } of listAttributes(capabilities, 'User'))
            if (path.startsWith(`${schema}:`) && attribute.required && attribute.returned === 'default')
              line.hold(!unassigned(at(read, path)), {
                key: attribute.name,
                expected: `a value of ${path}`,
                observed: 'none',
              });
        },
      );
    },
  ),
];

/** Whether an attribute has a value although a client takes it away: by PATCH or, where there is none, by PUT. */
async function isAlwaysThere(
  { scim, given, capabilities }: Pick<CheckTools, 'scim' | 'given' | 'capabilities'>,
  place: string,
  path: string,
): Promise<boolean> {
  const before = await given.read(place);
  const request = capabilities.features.patch
    ? scim.patch(place, [{ op: 'remove', path }])
    : scim.put(place, changed(before, { [path]: null }));
  await request.as('control', 'see whether it can be without a value');
  return !unassigned(at(await given.read(place), path));
}
