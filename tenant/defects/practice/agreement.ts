import type { Defect } from '../defect.ts';
import { isList, nameType, resourcesIn } from '../kit.ts';

const LISTS = { breaks: ['practice:P39'], kills: ['practice.lists-show-what-reads-show'] };

/** Where one resource is shown in two places, and not as the same. */
export const agreementDefects: Defect[] = [
  {
    id: 'list.shows-everyone-active',
    says: 'lists show every user as active',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const one of resourcesIn(response)) if (one.active === false) one.active = true;
    },
  },
  {
    id: 'list.shows-another-display-name',
    says: 'lists show the userName of a user as displayName',
    ...LISTS,
    after(request, response) {
      if (!isList(request) || nameType(request) !== 'User') return undefined;
      for (const one of resourcesIn(response)) if (one.displayName) one.displayName = one.userName;
    },
  },
];
