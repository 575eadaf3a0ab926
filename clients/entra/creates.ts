import { ENTERPRISE, GROUP, USER } from '../../schemas/attributes.ts';
import type { ClientRequest } from '../request.ts';
import { MICROSOFT_GROUP, withBody } from './requests.ts';

/** What the provisioning service knows of a new user. */
export interface NewUser {
  userName: string;
  externalId: string;
  mail: string;
  givenName: string;
  familyName: string;
  active?: boolean | 'True';
}

/** Body of a create of a user: the enterprise URN without data, `meta` and an empty `roles` included (U-05). */
export function userBody(user: NewUser): Record<string, unknown> {
  const { userName, externalId, mail, givenName, familyName, active = true } = user;
  return {
    schemas: [USER, ENTERPRISE],
    externalId,
    userName,
    active,
    emails: [{ primary: true, type: 'work', value: mail }],
    meta: { resourceType: 'User' },
    name: { formatted: `${givenName} ${familyName}`, familyName, givenName },
    roles: [],
  };
}

/** Create of a user (U-05). */
export function createUser(endpoint: string, user: NewUser): ClientRequest {
  return withBody('POST', endpoint, userBody(user));
}

/** What a create of older jobs and of newer captures has beside: null for what has no value (U-05). */
export const NULLS: Record<string, null> = {
  addresses: null,
  phoneNumbers: null,
  preferredLanguage: null,
  title: null,
  department: null,
  manager: null,
};

/** Create of a user in which what has no value is null (U-05). */
export function createUserWithNulls(endpoint: string, user: NewUser): ClientRequest {
  return withBody('POST', endpoint, { ...userBody(user), ...NULLS });
}

/** Body of a create of a group: always without members, with a schema URI of Microsoft's own (G-03). */
export function groupBody(displayName: string, externalId: string): Record<string, unknown> {
  return {
    schemas: [GROUP, MICROSOFT_GROUP],
    externalId,
    displayName,
    meta: { resourceType: 'Group' },
  };
}

/** Create of a group (G-03). */
export function createGroup(endpoint: string, displayName: string, externalId: string): ClientRequest {
  return withBody('POST', endpoint, groupBody(displayName, externalId));
}
