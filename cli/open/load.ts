import type { Settings } from '../../config/settings/settings.ts';

/** Room for the largest group that is asked for under load, with all its members, and what else a run holds then. */
const ROOM_UNDER_LOAD = 800;

/**
 * Settings of a command that asks for load by itself: what goes wrong under load alone is better found before a release
 * than after it. Whoever gave a number of resources keeps to it, the usual one included; checks that need more are then left out, by name.
 */
export function underLoad(settings: Settings, further: readonly Settings['optIn'][number][] = []): Settings {
  return {
    ...settings,
    optIn: [...new Set([...settings.optIn, 'load' as const, ...further])],
    maxResources: settings.roomGiven ? settings.maxResources : ROOM_UNDER_LOAD,
  };
}
