import { errorResponse, invalid } from '../../errors.ts';
import { isObject, type ScimObject, ScimProblem } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';
import { isAuthorized, isCreate } from '../kit.ts';
import type { Variation } from '../variation.ts';
import { altered, EXACT, limited } from './alterations.ts';
import { of, subs } from './schemaOf.ts';
import { elements } from './writes.ts';

/** Refuses a write that gives an account a value which another one has in this list. */
export function refuseShared(list: string): NonNullable<Variation['before']> {
  return (request, tenancy) => {
    const { method, path, body } = request;
    if (!/^\/(?:Users|Me)(?:\/|$)/.test(path) || path.endsWith('.search') || method === 'GET')
      return undefined;
    const values = isAuthorized(request, tenancy) ? valuesIn(body, list) : [];
    if (values.length === 0) return undefined;
    const id = path === '/Me' ? tenancy.self : decodeURIComponent(path.split('/').at(-1) ?? '');
    for (const other of tenancy.store.walk('User'))
      if (other.id !== id && valuesIn(other.data, list).some((value) => values.includes(value)))
        throw new ScimProblem(409, `another account has this in ${list}`, 'uniqueness');
    return undefined;
  };
}

/** More values that are stored in another form, and rules that accounts have to keep (RFC 7644 sections 3.3 and 3.12). */
export const ruleVariations: Variation[] = [
  altered('collapses-spaces', 'text is stored with single spaces', (value) => value.replace(/ {2,}/g, ' ')),
  altered(
    'capitalises-names',
    'parts of names are stored with a capital at the beginning',
    (value, { description }) =>
      /^(?:Given|Family) name\.$/.test(description)
        ? value.replace(/^./u, (letter) => letter.toUpperCase())
        : value,
    { rows: ['7643:4.1.1/name-variants'], smartfileRows: EXACT },
  ),
  limited('basic-plane', 'text has no letters beyond the basic plane', (value) =>
    /[\u{10000}-\u{10ffff}]/u.test(value),
  ),
  limited(
    'user-name-is-an-address',
    'userName has the form of an email address',
    (value, { name }) => name === 'userName' && !/^\S+@\S+$/.test(value),
  ),
  limited(
    'titles-of-40',
    'titles and departments have at most 40 characters',
    (value, { name }) => /^(?:title|department|division)$/.test(name) && value.length > 40,
  ),
  {
    ...kept('one-value-each', 'a list of an account has one value', (body) =>
      Object.values(body).some((list) => Array.isArray(list) && list.length > 1 && list.every(isObject))
        ? 'a list has more than one value'
        : undefined,
    ),
    // Entra adds a mobile number beside the one at work.
    smartfileRows: ['entra:Q57'],
  },
  kept('five-mails', 'an account has at most five email addresses', ({ emails }) =>
    Array.isArray(emails) && emails.length > 5 ? 'there are more than five addresses' : undefined,
  ),
  kept('one-mail-of-a-type', 'an account has one email address of a type', ({ emails }) => {
    const types = (Array.isArray(emails) ? emails : []).flatMap((one) =>
      isObject(one) && typeof one.type === 'string' ? [one.type.toLowerCase()] : [],
    );
    return new Set(types).size < types.length ? 'there are two addresses of a type' : undefined;
  }),
  kept('mails-need-a-primary', 'one of the mail addresses of an account is the primary one', ({ emails }) =>
    Array.isArray(emails) && !emails.some((one) => isObject(one) && one.primary === true)
      ? 'no address is the primary one'
      : undefined,
  ),
  of(
    'one-plain-mail',
    'an account has one mail address, which has no type and is the primary one',
    ['7643:2.4', '7643:4.1.2', '7644:3.12'],
    'emails',
    (emails) => ({
      ...emails,
      subAttributes: emails.subAttributes.filter(({ name }) => name === 'value' || name === 'primary'),
    }),
    {
      semantics: (usual) => ({
        complete: (type, data) => {
          const made = usual.complete(type, data);
          if (type !== 'User' || !Array.isArray(made.emails)) return made;
          if (made.emails.length > 1) throw invalid('an account has one address');
          return elements(made, 'emails', (one) => ({ ...one, primary: true }));
        },
      }),
    },
  ),
  of(
    'mails-unique',
    'no two accounts have one email address, which is published',
    ['7643:7', '7644:3.3', '7644:3.12'],
    'emails',
    (emails) => ({ ...emails, subAttributes: subs(emails, 'value', { uniqueness: 'server' }) }),
    { before: refuseShared('emails') },
  ),
  {
    id: 'writes.inactive-users-locked',
    says: 'of an inactive account nothing is changed by itself before it is active again',
    basis: ['7643:4.1.1', '7644:3.12'],
    // Entra renames disabled users, too.
    smartfileRows: ['entra:Q58'],
    // Who is inactive without having been said to be would be locked for good.
    excludes: [
      'writes.put-without-active-disables',
      'writes.active-unsaid',
      'writes.default-inactive',
      'schema.active-read-only',
    ],
    before(request, tenancy) {
      const { method, path, text = '' } = request;
      if ((method !== 'PUT' && method !== 'PATCH') || !path.startsWith('/Users/')) return undefined;
      const account = tenancy.store.get('User', decodeURIComponent(path.split('/').at(-1) ?? ''));
      const isLocked = account?.data.active === false && !/active/i.test(text);
      return isLocked && isAuthorized(request, tenancy)
        ? errorResponse(new ScimProblem(403, 'the account is inactive'))
        : undefined;
    },
  },
  {
    id: 'writes.no-inactive-creates',
    says: 'an account is active to begin with, and a create that says otherwise is refused',
    basis: ['7643:4.1.1', '7644:3.12'],
    before(request, tenancy) {
      const { body } = request;
      const isMeant = isCreate(request) && isObject(body) && /^false$/i.test(String(body.active));
      return isMeant && isAuthorized(request, tenancy)
        ? errorResponse(invalid('an account is active to begin with'))
        : undefined;
    },
  },
  {
    id: 'writes.put-without-active-disables',
    says: 'a PUT that does not mention active sets a user inactive',
    basis: ['7644:3.5.1'],
    before({ method, path, body }) {
      if (method === 'PUT' && path.startsWith('/Users/') && isObject(body) && body.active === undefined)
        body.active = false;
    },
  },
];

/** Refuses data of an account that breaks a rule, however it came about. */
function kept(id: string, says: string, broken: (data: ScimObject) => string | undefined): Variation {
  return {
    id: `writes.${id}`,
    says,
    basis: ['7644:3.3', '7644:3.12'],
    semantics: (usual: Semantics) => ({
      complete: (type, data) => {
        const made = usual.complete(type, data);
        const why = type === 'User' ? broken(made) : undefined;
        if (why !== undefined) throw invalid(why);
        return made;
      },
    }),
  };
}

/** Values of a list that a write names, in small letters. */
function valuesIn(body: unknown, list: string): string[] {
  if (!isObject(body)) return [];
  const operations = Array.isArray(body.Operations) ? body.Operations : [];
  const named = operations.flatMap((one) => {
    if (!isObject(one)) return [];
    const isOfList = String(one.path).toLowerCase().startsWith(list.toLowerCase());
    return isOfList ? textsIn(one.value) : valuesIn(one.value, list);
  });
  const own = Object.entries(body).filter(([name]) => name.toLowerCase() === list.toLowerCase());
  return [...named, ...own.flatMap(([, value]) => textsIn(value))].map((text) => text.toLowerCase());
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? textsIn(value.value) : [];
}
