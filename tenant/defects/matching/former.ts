import type { TenantRequest } from '../../model.ts';
import { isObject } from '../../model.ts';
import { strict } from '../../semantics/index.ts';
import { ofTenant, type Tenancy } from '../../store/tenancy.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, nameType, succeeded } from '../kit.ts';
import { conflict, target, userIn } from '../reach.ts';

const NAMES = { User: 'userName', Group: 'displayName' } as const;

/** Keeps the names that resources had before they were renamed, and finds them taken. */
function keepingFormer(id: string, says: string, type: 'User' | 'Group'): Defect {
  const former = ofTenant(() => new Set<string>());
  const names = new WeakMap<TenantRequest, string>();
  const readName = (data: unknown): string =>
    String(isObject(data) ? data[NAMES[type]] : undefined).toLowerCase();
  return {
    id: `matching.${id}`,
    says,
    breaks: ['practice:P44'],
    kills: ['matching.former-names-are-free'],
    before(request, tenancy: Tenancy) {
      if (nameType(request) !== type) return undefined;
      const current = isOne(request, 'PUT', 'PATCH') ? target(request, tenancy) : undefined;
      if (current) names.set(request, readName(current.data));
      return isCreate(request) && former(tenancy).has(readName(request.body)) ? conflict() : undefined;
    },
    after(request, response, tenancy) {
      const before = succeeded(response) ? names.get(request) : undefined;
      if (before !== undefined && readName(target(request, tenancy)?.data) !== before)
        former(tenancy).add(before);
    },
  };
}

/** Names that nobody bears any more, and externalIds that are taken for others. */
export const formerDefects: Defect[] = [
  keepingFormer(
    'former-names-stay-taken',
    'the former userName of a renamed user cannot be given again',
    'User',
  ),
  keepingFormer(
    'former-group-names-stay-taken',
    'the former displayName of a group cannot be given again',
    'Group',
  ),
  {
    id: 'matching.second-of-an-external-id-has-none',
    says: 'a create with an externalId that another has is answered 201, and made without it',
    breaks: ['7643:3.1/externalid-roundtrip'],
    kills: ['matching.two-users-of-one-external-id'],
    before(request, { store }) {
      const body = isCreate(request) ? userIn(request) : undefined;
      const twin = store.own('User').some(({ data }) => data.externalId === body?.externalId);
      if (body?.externalId !== undefined && twin) delete body.externalId;
      return undefined;
    },
  },
  {
    id: 'matching.external-ids-are-numbers',
    says: 'externalIds of digits alone are compared as numbers',
    breaks: ['7643:2.3.1/digits-are-text'],
    kills: ['matching.alike-names-are-told-apart'],
    semantics: {
      fold: (value, attribute) =>
        attribute.name === 'externalId' && /^\d+$/.test(value)
          ? value.replace(/^0+(?=\d)/, '')
          : strict.fold(value, attribute),
    },
  },
];
