import type { Profile } from '../../../config/profile.ts';
import type { ProxySettings } from '../../../config/settings/proxy.ts';
import type { Attributes } from '../../../schemas/attributes.ts';
import type { Capabilities } from '../../../schemas/capabilities.ts';

/** All that a run needs to know, as plain data: it crosses from the main process into the worker. */
export interface RunSetup {
  runId: string;
  seed: string;
  url: string;
  token?: string;
  headers: Record<string, string>;
  userAgent: string;
  timeoutMs: number;
  patienceMs: number;
  concurrency: number;
  rps?: number;
  ca?: string;
  insecure: boolean;
  proxy?: ProxySettings;
  readOnly: boolean;
  optIn: string[];
  /** The tenant may be destroyed: a run goes on although what it makes could not be taken away again. */
  disposable?: boolean;
  templates: { User?: Attributes; Group?: Attributes };
  domain: string;
  profile: Profile;
  capabilities: Capabilities;
  firstExchange: number;
  /** Resources that the run may have on the endpoint at one time; no limit where it is not said. */
  maxResources?: number;
  /** Requests with bad credentials a second; 5 where it is not said. */
  probesPerSecond?: number;
}
