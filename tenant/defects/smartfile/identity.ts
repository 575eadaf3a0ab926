import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';

const OLD_NAMES = new Map<string, string>();

/** What goes wrong with the names and addresses by which people are known. */
export const identityDefects: Defect[] = [
  {
    id: 'smartfile.user-names-in-small-letters',
    says: 'userName is stored in lower case',
    breaks: ['smartfile:S23'],
    kills: ['smartfile.user-name-is-kept-byte-for-byte'],
    semantics: { keep: (value, { name }) => (name === 'userName' ? String(value).toLowerCase() : value) },
  },
  {
    id: 'smartfile.addresses-in-small-letters',
    says: 'email addresses are stored in lower case',
    breaks: ['smartfile:S24'],
    kills: ['smartfile.work-address-is-kept-as-sent'],
    semantics: {
      keep: (value) =>
        typeof value === 'string' && /^\S+@\S+$/.test(value) && /Mixed/.test(value)
          ? value.toLowerCase()
          : value,
    },
  },
  {
    id: 'smartfile.apostrophes-break',
    says: 'a read of an account whose userName has an apostrophe breaks the server',
    breaks: ['smartfile:S25', '7644:3.12/no-5xx', 'entra:Q51'],
    kills: [
      'smartfile.unusual-names-address-the-account',
      'traffic.no-internal-error',
      'traffic.no-internal-error-to-entra',
    ],
    after: (request, { body }) =>
      isOne(request, 'GET') && isObject(body) && String(body.userName).includes("'")
        ? refuse(500)
        : undefined,
  },
  {
    id: 'smartfile.apostrophes-are-doubled',
    says: 'a userName is escaped for the database and stored so: an apostrophe in it is doubled',
    breaks: ['smartfile:S25'],
    kills: ['smartfile.unusual-names-address-the-account'],
    semantics: {
      keep: (value, { name }) => (name === 'userName' ? String(value).replaceAll("'", "''") : value),
    },
  },
  {
    id: 'smartfile.id-follows-the-name',
    says: 'a renamed user is no longer found under its id',
    breaks: ['smartfile:S26'],
    kills: ['smartfile.renamed-user-keeps-its-id'],
    before(request, { store }) {
      const id = request.path.split('/')[2] ?? '';
      if (!isOne(request, 'GET', 'PATCH') || !request.path.startsWith('/Users/')) return undefined;
      const name = String(store.find(id)?.data.userName ?? '');
      const known = OLD_NAMES.get(id);
      if (known === undefined) OLD_NAMES.set(id, name);
      return known !== undefined && known !== name ? refuse(404) : undefined;
    },
  },
  {
    id: 'smartfile.old-name-still-found',
    says: 'a renamed user is still found by its old name',
    breaks: ['smartfile:S27'],
    kills: ['smartfile.renamed-user-is-found-by-new-name', 'entra.renamed-user-is-found-by-the-new-name'],
    before(request, { store }) {
      if (isOne(request, 'PATCH') && request.path.startsWith('/Users/')) {
        const user = store.find(request.path.slice(7));
        if (user) OLD_NAMES.set(String(user.data.userName), user.id);
      }
      const filter = request.query.get('filter');
      const name = filter === undefined ? undefined : /^userName eq "([^"]+)"$/.exec(filter)?.[1];
      const id = name === undefined ? undefined : OLD_NAMES.get(name);
      const current = id === undefined ? undefined : store.find(id)?.data.userName;
      if (current !== undefined && current !== name) request.query.set('filter', `userName eq "${current}"`);
    },
  },
];
