import { encodeSegment } from '../../kit/wire/paths.ts';
import { GROUP, PATCH_OP, USER } from '../../schemas/attributes.ts';
import type { ClientRequest } from '../request.ts';

const HEADERS: ClientRequest['headers'] = {
  'user-agent': 'Okta SCIM Client 1.0.0',
  accept: 'application/scim+json',
};

/** What Okta knows of a user. */
export interface OktaUser {
  userName: string;
  externalId: string;
  mail: string;
  givenName: string;
  familyName: string;
  password?: string;
}

function bare(method: 'GET' | 'DELETE', path: string): ClientRequest {
  return { method, path, headers: { ...HEADERS } };
}

function withBody(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): ClientRequest {
  return {
    method,
    path,
    headers: { ...HEADERS, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  };
}

/** Lookup before a create: percent-encoded, and always with a page. */
export function lookup(endpoint: string, attribute: string, value: string): ClientRequest {
  const filter = encodeSegment(`${attribute} eq "${value}"`);
  return bare('GET', `${endpoint}?filter=${filter}&startIndex=1&count=100`);
}

/** A page of an import, or of the specification tests with their count of 2. */
export function importPage(endpoint: string, startIndex: number, count = 100): ClientRequest {
  return bare('GET', `${endpoint}?startIndex=${startIndex}&count=${count}`);
}

export function read(path: string): ClientRequest {
  return bare('GET', path);
}

/** Create of a user, with an empty list of groups, a locale and a password. */
export function createUser(endpoint: string, user: OktaUser): ClientRequest {
  const { userName, externalId, mail, givenName, familyName, password = 'Ch4nge-me-at-once!' } = user;
  return withBody('POST', endpoint, {
    schemas: [USER],
    userName,
    name: { givenName, familyName },
    emails: [{ primary: true, value: mail, type: 'work' }],
    displayName: `${givenName} ${familyName}`,
    locale: 'en-US',
    externalId,
    groups: [],
    password,
    active: true,
  });
}

/** Update: the whole user as it was read, with its changes. */
export function replaceUser(path: string, user: Record<string, unknown>): ClientRequest {
  return withBody('PUT', path, user);
}

/** Deactivation or activation: one operation without a path. */
export function setActive(path: string, active: boolean): ClientRequest {
  return withBody('PATCH', path, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', value: { active } }],
  });
}

/** Create of a group in a group push. */
export function createGroup(endpoint: string, displayName: string): ClientRequest {
  return withBody('POST', endpoint, { schemas: [GROUP], displayName, members: [] });
}

/** Rename of a group: its id goes along. */
export function renameGroup(path: string, id: string, displayName: string): ClientRequest {
  return withBody('PATCH', path, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', value: { id, displayName } }],
  });
}

/** Members of a group by value and name, without a type. */
export interface OktaMember {
  value: string;
  display: string;
}

/** One PATCH that takes members away by filters and adds others by a list. */
export function changeMembers(path: string, gone: string[], added: OktaMember[]): ClientRequest {
  return withBody('PATCH', path, {
    schemas: [PATCH_OP],
    Operations: [
      ...gone.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
      ...(added.length > 0 ? [{ op: 'add', path: 'members', value: added }] : []),
    ],
  });
}

/** Push of a whole group: its list of members is set. */
export function pushMembers(path: string, members: OktaMember[]): ClientRequest {
  return withBody('PATCH', path, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'members', value: members }],
  });
}

/** Deletion of a group that is no longer pushed; users are never deleted. */
export function deleteGroup(path: string): ClientRequest {
  return bare('DELETE', path);
}
