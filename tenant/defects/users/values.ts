import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import type { Defect } from '../defect.ts';
import { isCreate, refuse, textIn } from '../kit.ts';

/** What goes wrong with the values of a user. */
export const valueDefects: Defect[] = [
  {
    id: 'create.damages-unicode',
    says: 'non-ASCII letters become question marks',
    breaks: ['7644:3.8/create-utf8', 'practice:P23'],
    kills: ['users.text-outside-ascii-is-kept', 'practice.unicode-survives', 'entra.long-names-are-whole'],
    semantics: {
      keep: (value) => (typeof value === 'string' ? value.replace(/[^\p{ASCII}]/gu, '?') : value),
    },
  },
  {
    id: 'create.truncates',
    says: 'strings are cut after 40 characters',
    breaks: ['entra:R12', 'practice:P22', 'entra:Q38', 'smartfile:S23'],
    kills: [
      'users.long-values-are-kept-or-refused',
      'entra.long-names-are-whole',
      'entra.values-are-stored-as-sent',
      'smartfile.user-name-is-kept-byte-for-byte',
      'users.text-outside-ascii-is-kept',
      'smartfile.work-address-is-kept-as-sent',
      'practice.unicode-survives',
      'smartfile.unusual-names-address-the-account',
    ],
    semantics: { keep: (value) => (typeof value === 'string' ? value.slice(0, 40) : value) },
  },
  {
    id: 'users.long-names-break-the-server',
    says: 'a create with a displayName of more than 255 letters gets a 500',
    breaks: ['practice:P22', '7644:3.12/no-5xx'],
    kills: ['users.long-values-are-kept-or-refused', 'traffic.no-internal-error'],
    before: (request) => (textIn(request, 'displayName').length > 255 ? refuse(500) : undefined),
  },
  {
    id: 'lifecycle.always-active',
    says: 'active false is acknowledged but not stored',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    semantics: { keep: (value, { name }) => (name === 'active' ? true : value) },
  },
  {
    id: 'lifecycle.created-active',
    says: 'a user that is created with active false is active',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    before: (request) => {
      if (isCreate(request) && isObject(request.body) && request.body.active === false)
        request.body = { ...request.body, active: true };
    },
  },
  {
    id: 'lifecycle.created-inactive-breaks',
    says: 'a create with active false is refused without an explanation',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    before: (request) =>
      isCreate(request) && isObject(request.body) && request.body.active === false
        ? { status: 422, headers: {} }
        : undefined,
  },
  {
    id: 'patch.ignores-active',
    says: 'active stays as it is, with a 2xx',
    breaks: ['7643:4.1.1/active-boolean', 'smartfile:S14'],
    kills: ['users.active-is-kept', 'smartfile.disabling-works-or-is-refused'],
    semantics: {
      replaceSingle: (current, value, attribute) =>
        attribute.name === 'active' ? current : strict.replaceSingle(current, value, attribute),
      addSingle: (current, value, attribute) =>
        attribute.name === 'active' ? current : strict.addSingle(current, value, attribute),
    },
  },
  {
    id: 'lifecycle.country-of-three-letters',
    says: 'countries are returned as codes of three letters',
    breaks: ['7643:4.1.2/country-alpha2'],
    kills: ['users.country-has-two-letters'],
    semantics: { keep: (value, { name }) => (name === 'country' && value === 'US' ? 'USA' : value) },
  },
  {
    id: 'lifecycle.certificate-in-armour',
    says: 'certificates are returned as PEM',
    breaks: ['7643:4.1.2/x509-single'],
    kills: ['users.certificate-is-one-der', 'attributes.binary-values-keep-their-bytes'],
    semantics: {
      represent(full) {
        const list = full.x509Certificates;
        if (!Array.isArray(list)) return full;
        const armoured = (text: unknown) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
        return { ...full, x509Certificates: list.map((one) => ({ ...one, value: armoured(one.value) })) };
      },
    },
  },
];
