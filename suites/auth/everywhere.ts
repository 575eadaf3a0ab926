import { check } from '../../kit/check/check.ts';
import type { Probe } from '../fixtures/credentials/probes.ts';
import { doorProbes } from './doors.ts';

/** What an endpoint may not offer at all, and then need not guard. */
const OPTIONAL = /^(PATCH|POST .*\.search|POST \/Bulk|GET \/Me)/;

const accepted = ({ name }: Probe): number[] =>
  OPTIONAL.test(name) ? [401, 403, 404, 405, 501] : [401, 403];

export const authEverywhere = [
  check(
    'auth.every-endpoint-asks-for-credentials',
    ['practice:P33'],
    'every method and every endpoint refuses requests without a valid token',
    { phase: 'credentials' },
    async ({ given, must }) => {
      const probes = await given.the(doorProbes);

      await must.each(
        probes,
        ({ name }) => name,
        (probe, line) => line.beRefused(probe.answer, accepted(probe)),
      );
    },
  ),
];
