import type { Settings } from '../../config/settings/settings.ts';

/** What `--max-resources` is where nobody says otherwise. */
const USUAL_ROOM = 250;
/** Room for the largest group that is asked for under load, with all its members, and what else a run holds then. */
const ROOM_UNDER_LOAD = 800;

/**
 * Settings of a command that asks for load by itself: what goes wrong under load alone is better found before a release
 * than after it. Whoever gave another number of resources keeps to it; checks that need more are then left out, by name.
 */
export function underLoad(settings: Settings, further: readonly Settings['optIn'][number][] = []): Settings {
  return {
    ...settings,
    optIn: [...new Set([...settings.optIn, 'load' as const, ...further])],
    maxResources: settings.maxResources === USUAL_ROOM ? ROOM_UNDER_LOAD : settings.maxResources,
  };
}
