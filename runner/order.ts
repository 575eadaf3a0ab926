import type { Profile } from '../config/profile.ts';
import type { Settings } from '../config/settings/settings.ts';
import type { Outcome } from '../kit/outcome.ts';
import type { OwnSuites } from './ownSuites.ts';

/** What a run needs beside its settings. */
export interface RunOrder {
  settings: Settings;
  profile: Profile;
  own: OwnSuites;
  /** Tenant URL, token and certificate authority: those of the settings, or of the embedded tenant. */
  endpoint: {
    url: string;
    entraFlags: string[];
    token?: string;
    ca?: string;
    /** The tenant that comes with the package: it ends with this process. */
    embedded?: true;
    /** Requests with bad credentials a second; five unless nothing can be locked out. */
    probesPerSecond?: number;
  };
  /** The run's folder; made if it is missing. */
  folder: string;
  runId?: string;
  toolVersion: string;
  progress?: Progress;
}

/** What a run of the suite needs beside being open. */
export type SuiteOrder = Pick<RunOrder, 'settings' | 'profile' | 'own' | 'progress'>;

/** Told while the run goes on. */
export interface Progress {
  /** How many checks were selected; before the first request. */
  selected?(checks: number): void;
  /** @param checks ids of those that are about to run */
  begin?(total: number, checks?: readonly string[]): void;
  outcome?(outcome: Outcome): void;
  say?(line: string): void;
}
