import type { Mapping, MatchingAttribute, Profile } from '../../config/profile.ts';
import type { Settings } from '../../config/settings/settings.ts';
import { present } from '../../schemas/present.ts';
import type { Report } from '../model.ts';

/** settings.json: what decided the run beside the endpoint, without anything secret and without paths of a machine. */
export interface PackSettings {
  /** The endpoint as the report names it; of the embedded tenant, how it was made. */
  target: Pick<Report['target'], 'url' | 'entraFlags'> & {
    embedded?: Extract<Settings['target'], { embedded: unknown }>['embedded'];
  };
  profile: string;
  /** The mapping that was tested, and by what resources were matched: the profile's own, or those of `--mapping`. */
  mapping: { from: 'profile' | '--mapping'; lines: Mapping[]; matching: MatchingAttribute[] };
  seed: string;
  concurrency: number;
  rps?: number;
  timeoutMs: number;
  patienceMs: number;
  deadlineMs?: number;
  maxResources: number;
  optIn: string[];
  disposable: boolean;
  skipAuthProbes: boolean;
  /** Names of the headers that were sent beside the usual ones; their values may be credentials. */
  headers: string[];
  /** Whether certificates were judged by an authority of the user's own. */
  certificateAuthority: boolean;
  templates: Settings['templates'];
  names: Settings['names'];
}

/**
 * The settings of a run as its pack states them.
 * @param hide takes the credential out of what a user wrote
 */
export function packSettings(
  report: Report,
  { settings, profile, hide }: { settings: Settings; profile: Profile; hide<T>(value: T): T },
): PackSettings {
  const { target, mapping, rps, headers, caFile } = settings;
  return {
    target: {
      url: report.target.url,
      entraFlags: report.target.entraFlags,
      ...('embedded' in target && { embedded: target.embedded }),
    },
    profile: report.profile.name,
    mapping: {
      from: mapping === undefined ? 'profile' : '--mapping',
      ...hide({ lines: profile.mapping, matching: profile.matching }),
    },
    seed: report.run.seed,
    concurrency: settings.concurrency,
    ...present({ rps }),
    timeoutMs: settings.timeoutMs,
    patienceMs: settings.patienceMs,
    ...present({ deadlineMs: settings.deadlineMs }),
    maxResources: settings.maxResources,
    optIn: settings.optIn,
    disposable: settings.disposable,
    skipAuthProbes: settings.skipAuthProbes,
    headers: hide(Object.keys(headers)),
    certificateAuthority: caFile !== undefined,
    ...hide({ templates: settings.templates, names: settings.names }),
  };
}

/** The mapping of a run as a file that `--mapping` reads. */
export function mappingFile({ mapping: { lines, matching } }: PackSettings): object {
  const named = new Set<string>();
  return {
    mapping: lines.map((line) => {
      const match = matching.find(({ resource, path }) => resource === line.resource && path === line.target);
      const name = `${line.resource} ${line.target}`;
      if (match === undefined || named.has(name)) return line;
      named.add(name);
      return { ...line, matching: match.precedence };
    }),
  };
}
