import type { SchemaDefinition } from '../../model.ts';
import { isObject } from '../../model.ts';
import { attribute } from '../../schemas/build.ts';
import { device } from '../../schemas/device.ts';
import { eachListed, eachResource } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { extension } from './schemas.ts';

/** An extension whose names mean something only behind its URN. */
function likeTheCore(type: string): SchemaDefinition {
  const names = ['id', 'externalId', 'meta', 'schemas', 'userName', 'active', 'emails', 'members', 'groups'];
  return {
    ...extension('twin', type),
    attributes: [
      ...names.map((name) => attribute(name, 'string', `What the vendor calls ${name}.`)),
      attribute('displayName', 'integer', 'A number.'),
      attribute('password', 'string', 'Set once.', { mutability: 'immutable' }),
      attribute('manager', 'boolean', 'Whether it is one.', { mutability: 'readOnly' }),
    ],
  };
}

/** Other extensions and resource types than the usual ones. */
export const typeVariations: Variation[] = [
  {
    id: 'features.no-extensions',
    says: 'accounts have no extension',
    basis: ['7643:3.3', '7643:4.3'],
    rows: ['7643:6/optional-extension'],
    options: () => ({ testExtension: false }),
    schemas: (all) => all.filter(({ id }) => !id.includes(':extension:')),
    excludes: [
      'features.enterprise-required',
      'features.extension-required',
      'schema.employee-number-required',
      'schema.employee-number-unique',
    ],
  },
  {
    id: 'features.more-extensions',
    says: 'accounts have four more extensions, one of them with names of the core',
    basis: ['7643:3.3', '7643:10.1'],
    rows: ['7643:3.3/ext-naming'],
    schemas: (all) => [
      ...all,
      ...['access', 'badge', 'payroll', 'x-region'].map((name) => extension(name, 'User')),
    ],
  },
  {
    id: 'features.extension-by-address',
    says: 'accounts have an extension whose URI is no URN, and has dots and slashes',
    basis: ['7643:3', '7643:3.3', '7644:3.10'],
    schemas: (all) => [
      ...all,
      { ...extension('site', 'User'), id: 'https://schemas.example.com/scim/User.site/v1' },
    ],
  },
  {
    id: 'features.group-extension',
    says: 'groups have an extension',
    basis: ['7643:3.3', '7643:6'],
    schemas: (all) => [...all, extension('cost', 'Group')],
  },
  {
    id: 'features.extension-required',
    says: 'every account carries an extension with an attribute that is required',
    basis: ['7643:6', '7643:7'],
    schemas: (all) => {
      const made = extension('home', 'User');
      const [first, ...rest] = made.attributes;
      return [
        ...all,
        {
          ...made,
          required: true,
          attributes: [{ ...(first as (typeof rest)[number]), required: true }, ...rest],
        },
      ];
    },
  },
  {
    id: 'features.extension-with-common-names',
    says: 'accounts and groups have an extension whose attributes are named as those of every resource and of the core',
    basis: ['7643:3.3', '7643:2.1', '7644:3.10'],
    rows: ['7643:3.1/id-characteristics', '7643:3.3/ext-naming'],
    schemas: (all) => [...all, likeTheCore('User'), likeTheCore('Group')],
    // A name that the core schema does not have leads the tenant to that of the extension.
    excludes: ['schema.no-password', 'schema.no-groups', 'schema.no-display-name', 'schema.no-most'],
  },
  {
    id: 'features.devices',
    says: 'there is a resource type of devices',
    basis: ['7643:3.2', '7643:6', '7644:3.2'],
    rows: ['7644:3.2/plural-endpoints'],
    choice: 'devices',
    schemas: (all) => [...all, device('/Devices')],
  },
  {
    id: 'types.users-named-otherwise',
    says: 'the resource type of accounts has the name Person',
    basis: ['7643:6', '7643:3.1'],
    rows: ['7644:3.3.1/create-resourcetype'],
    choice: 'types',
    excludes: ['types.groups-alone', 'bulk.with-responses'],
    publishes: (name, document) =>
      name === 'ResourceTypes'
        ? eachListed(document, (type) => (type.name === 'User' ? { ...type, name: 'Person' } : type))
        : document,
    semantics: (usual) => ({
      compare: (operator, actual, wanted, attribute) =>
        usual.compare(
          operator,
          attribute.name === 'resourceType' && actual === 'User' ? 'Person' : actual,
          wanted,
          attribute,
        ),
    }),
    after: (request, response) =>
      eachResource(request, response, ({ meta }) => {
        if (isObject(meta) && meta.resourceType === 'User') meta.resourceType = 'Person';
      }),
  },
  {
    id: 'features.equipment',
    says: 'there is a resource type whose endpoint is not its name and an s',
    basis: ['7644:3.2'],
    rows: ['7644:3.2/plural-endpoints'],
    choice: 'devices',
    schemas: (all) => [...all, device('/Equipment')],
  },
];
