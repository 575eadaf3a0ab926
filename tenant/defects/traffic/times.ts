import { isObject, type ScimObject, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { resourcesIn } from '../kit.ts';

const HOUR = 3_600_000;

const metasIn = (response: TenantResponse): ScimObject[] =>
  resourcesIn(response).flatMap(({ meta }) => (isObject(meta) ? [meta] : []));

/** Times that are not those of their zone, or not written as times. */
export const timeDefects: Defect[] = [
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
  {
    id: 'meta.times-without-t',
    says: 'times have a space between date and time',
    breaks: ['7643:3.1/meta-created-datetime'],
    kills: ['traffic.meta-dates-are-date-times'],
    after(_request, response) {
      for (const meta of metasIn(response))
        for (const name of ['created', 'lastModified'])
          if (typeof meta[name] === 'string') meta[name] = String(meta[name]).replace('T', ' ').slice(0, 19);
    },
  },
  {
    id: 'meta.dates-as-numbers',
    says: 'meta.created is a number of seconds',
    breaks: ['7643:3.1/meta-created-datetime'],
    kills: ['traffic.meta-dates-are-date-times'],
    after(_request, response) {
      for (const { meta } of resourcesIn(response)) if (isObject(meta)) meta.created = 1_700_000_000;
    },
  },
];
