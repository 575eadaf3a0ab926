import { badPath, errorResponse } from '../../errors.ts';
import { isObject, SCHEMA, type SchemaDefinition, type TenantRequest } from '../../model.ts';
import { isAuthorized } from '../kit.ts';
import type { Variation } from '../variation.ts';

const isExternalId = (name: unknown): boolean => /^(?:urn:.*:)?externalId$/i.test(String(name));

/** What an endpoint makes of a body whose externalId it does not keep: as if it had not come. */
function passOver(body: unknown): void {
  if (!isObject(body)) return;
  for (const name of Object.keys(body).filter(isExternalId)) delete body[name];
  for (const one of Array.isArray(body.Operations) ? body.Operations : [])
    if (isObject(one)) for (const inner of [one.data, one.value]) passOver(inner);
}

/** Whether a PATCH names externalId in a path. */
function isPatched({ method, body }: TenantRequest): boolean {
  const operations = method === 'PATCH' && isObject(body) ? body.Operations : undefined;
  return Array.isArray(operations) && operations.some((one) => isObject(one) && isExternalId(one.path ?? ''));
}

const NAMES = new Set(['userName', 'displayName', 'members']);

/** Accounts and groups cut down to their names. */
const cutDown = (one: SchemaDefinition): SchemaDefinition =>
  one.id === SCHEMA.user || one.id === SCHEMA.group
    ? {
        ...one,
        attributes: one.attributes.filter(
          ({ name }) => NAMES.has(name) && !(one.id === SCHEMA.user && name === 'displayName'),
        ),
      }
    : one;

/** The least that a provider can keep (RFC 7643 sections 3.1, 4.1 and 4.2: all but the names is optional). */
export const namesAloneVariations: Variation[] = [
  {
    id: 'schema.names-alone',
    says: 'accounts have a userName, groups a displayName and members, and nothing else is kept, not even externalId',
    choice: 'definition of externalId',
    // Of an account with a name that cannot be changed, nothing could be.
    excludes: ['schema.user-name-immutable', 'schema.group-name-immutable'],
    basis: ['7643:3.1', '7643:4.1', '7643:4.2', '7644:3.3'],
    smartfileRows: [
      'entra:Q15',
      'entra:Q40',
      'entra:Q45',
      'entra:Q54',
      'entra:R01',
      'entra:R04',
      'entra:R12',
      'entra:R24',
      'smartfile:S21',
      'smartfile:S28',
    ],
    schemas: (all) => all.map(cutDown),
    before(request, tenancy) {
      if (isPatched(request) && isAuthorized(request, tenancy))
        return errorResponse(badPath('no externalId'));
      passOver(request.body);
      return undefined;
    },
  },
];
