import { isObject } from '../../model.ts';
import type { Defect } from '../defect.ts';

const HOUR = 3_600_000;

/** Names and times that are put together wrongly, by the file of their checks. */
export const trafficDefects: Defect[] = [
  // times.ts
  {
    id: 'meta.local-times-end-in-z',
    says: 'times are those of a zone two hours ahead, with Z behind them',
    breaks: ['7643:3.1/times-name-their-zone'],
    kills: ['traffic.creation-times-are-in-the-zone-they-name'],
    semantics: { writeTime: (instant) => new Date(instant.getTime() + 2 * HOUR).toISOString() },
  },
  {
    id: 'meta.times-of-half-an-hour-behind',
    says: 'times are those of a zone three and a half hours behind, written +00:00',
    breaks: ['7643:3.1/times-name-their-zone'],
    kills: ['traffic.creation-times-are-in-the-zone-they-name'],
    semantics: {
      writeTime: (instant) => new Date(instant.getTime() - 3.5 * HOUR).toISOString().replace('Z', '+00:00'),
    },
  },
  {
    id: 'traffic.created-in-the-year-one',
    says: 'meta.created is the first instant of the year 1',
    breaks: ['7643:3.1/times-name-their-zone'],
    kills: ['traffic.creation-times-are-in-the-zone-they-name'],
    semantics: {
      represent: (full) =>
        isObject(full.meta) ? { ...full, meta: { ...full.meta, created: '0001-01-01T00:00:00Z' } } : full,
    },
  },
  // texts.ts
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
