import type { TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, refuse } from '../kit.ts';
import { done, readOp, readOperations, readPath } from '../patch/kit.ts';
import { alter } from '../reach.ts';

/** Whether a PATCH adds a part of an entry that is selected by a value filter, of one of these lists. */
const addsTo = (request: TenantRequest, lists: RegExp): boolean =>
  readOperations(request).some((one) => readOp(one) === 'add' && lists.test(readPath(one)));

const DETAILS = { breaks: ['entra:Q57'], kills: ['entra.add-creates-numbers-and-addresses'] };

/** What goes wrong with details of people that a PATCH adds. */
export const detailDefects: Defect[] = [
  {
    id: 'entra.first-number-is-lost',
    says: 'add of the first telephone number by a value path is answered 204 and does nothing',
    ...DETAILS,
    before: (request) => (addsTo(request, /^phoneNumbers\[/) ? done() : undefined),
  },
  {
    id: 'entra.parts-of-addresses-refused',
    says: 'add of a part of a postal address by a value path is refused',
    ...DETAILS,
    kills: [...DETAILS.kills, 'patch.add-at-a-filter-sets-that-element'],
    before: (request) => (addsTo(request, /^addresses\[/) ? refuse(400) : undefined),
  },
  {
    id: 'entra.second-number-is-refused',
    says: 'a PATCH that adds a mobile number to a user without one is refused',
    breaks: ['entra:Q57'],
    kills: ['entra.add-creates-numbers-and-addresses'],
    before: (request) =>
      readOperations(request).some((one) => readPath(one).startsWith('phoneNumbers[type eq "mobile"]'))
        ? refuse(400)
        : undefined,
  },
  {
    id: 'entra.new-numbers-take-the-first-away',
    says: 'a telephone number that a PATCH adds takes the place of the one before it',
    breaks: ['entra:Q57'],
    kills: ['entra.add-creates-numbers-and-addresses'],
    after(request, _response, tenancy) {
      const { phoneNumbers } = tenancy.store.find(isOne(request, 'PATCH') ? readId(request) : '')?.data ?? {};
      const adds = readOperations(request).some(({ path }) => /^phoneNumbers\[/.test(String(path)));
      if (adds && Array.isArray(phoneNumbers))
        alter(tenancy, readId(request), { phoneNumbers: phoneNumbers.slice(-1) });
    },
  },
];
