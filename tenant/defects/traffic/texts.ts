import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';

/** Names that are put together as programs do that forget what may be missing. */
export const textDefects: Defect[] = [
  {
    id: 'traffic.names-hold-null',
    says: 'name.formatted is made of given and family name, and "null" for one that is missing',
    company: true,
    breaks: ['practice:P47'],
    kills: ['traffic.names-hold-no-text-of-nothing'],
    semantics: {
      represent(full) {
        const { name } = full;
        if (!isObject(name) || name.formatted !== undefined) return full;
        const { givenName = null, familyName = null } = name;
        if (givenName === null && familyName === null) return full;
        return { ...full, name: { ...name, formatted: `${String(givenName)} ${String(familyName)}` } };
      },
    },
  },
];
