import { type Breach, type RuleContext, rule } from '../../kit/check/rule.ts';
import type { Answered } from '../../kit/wire/request.ts';
import { member, show } from '../../schemas/attributes.ts';
import { resourcesIn } from './seen.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** The widest offset of a time zone from UTC, in quarters of an hour. */
const WIDEST = 14 * 4;

const NAMES = ['created', 'lastModified'] as const;

/** What was made just now, and when the endpoint's own clock says that it answered. */
function creationIn(answered: Answered, context: RuleContext) {
  const { request, response } = answered;
  if (request.method !== 'POST' || request.reads || response.status !== 201) return undefined;
  const [seen] = resourcesIn(answered, context);
  const answeredAt = Date.parse(response.headers.date ?? '');
  return seen === undefined || Number.isNaN(answeredAt) ? undefined : { ...seen, answeredAt };
}

/** The hours between two times where they are as far apart as the clocks of two zones, and not otherwise. */
function zonesBetween(time: unknown, answeredAt: number): number | undefined {
  // A time that names no zone may be of any.
  if (typeof time !== 'string' || !/(Z|[+-]\d\d:\d\d)$/.test(time)) return undefined;
  const apart = Date.parse(time) - answeredAt;
  const quarters = Math.round(apart / QUARTER);
  const far = Math.abs(quarters) >= 2 && Math.abs(quarters) <= WIDEST;
  return far && Math.abs(apart - quarters * QUARTER) <= MINUTE ? quarters / 4 : undefined;
}

/** Farther from the Date header than any clock is that somebody looks at. */
const LONG = 3 * 24 * 60 * MINUTE;

export const times = [
  rule({
    id: 'traffic.creation-times-are-in-the-zone-they-name',
    verifies: ['7643:3.1/times-name-their-zone'],
    title: 'the times of a new resource agree with the Date header, in their stated time zone',
    applies: (answered, context) => creationIn(answered, context) !== undefined,
    breaks: (answered, context) => {
      const made = creationIn(answered, context);
      return NAMES.flatMap((name): Breach[] => {
        const time = member(member(made?.resource, 'meta'), name);
        const apart = Math.abs(Date.parse(String(time)) - (made?.answeredAt ?? Number.NaN));
        const expected = `the time of the Date header, ${answered.response.headers.date}`;
        if (apart > LONG) return [{ key: `meta.${name}/invented`, expected, observed: show(time) }];
        const hours = zonesBetween(time, made?.answeredAt ?? Number.NaN);
        if (hours === undefined) return [];
        return [{ key: `meta.${name}`, expected, observed: `${show(time)}, ${Math.abs(hours)} hours off` }];
      });
    },
  }),
];
