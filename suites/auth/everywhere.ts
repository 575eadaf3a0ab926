import { check } from '../../kit/check/check.ts';
import type { Probe } from '../fixtures/credentials/probes.ts';
import { doorProbes } from './doors.ts';

/** What an endpoint may not offer at all, and then need not guard. */
const OPTIONAL = /^(PATCH|POST .*\.search|POST \/Bulk|GET \/Me)/;

/** @param patches whether PATCH is offered: then a 404 says that the request was looked at */
function accepted({ name }: Probe, patches: boolean): number[] {
  if (!OPTIONAL.test(name)) return [401, 403];
  return name.startsWith('PATCH') && patches ? [401, 403, 405, 501] : [401, 403, 404, 405, 501];
}

export const authEverywhere = [
  check(
    'auth.every-endpoint-asks-for-credentials',
    ['practice:P33'],
    'every method and every endpoint refuses requests without a valid token',
    { phase: 'credentials' },
    async ({ given, must, capabilities }) => {
      const probes = await given.the(doorProbes);

      await must.each(
        probes,
        ({ name }) => name,
        (probe, line) => line.beRefused(probe.answer, accepted(probe, capabilities.features.patch === true)),
      );
    },
  ),
];
