import type { Severity } from '../row.ts';

/** An endpoint somewhere on the network. */
export interface EndpointTarget {
  /** Tenant URL in normal form: no slash at the end, no query, no fragment, no credentials. */
  url: string;
  /** What followed the `?` of the tenant URL: the flags by which Entra switches its SCIM client's behaviour. */
  entraFlags: string[];
}

/** The tenant that travels with the package. */
interface EmbeddedTarget {
  embedded: {
    /** Name of a face; absent means the default one. */
    face?: string;
    /** Names of the defects to switch on. */
    defects: string[];
    /** Names of the lawful choices to make the other way. */
    variations: string[];
  };
}

/** What the suite does with checks that need more than the run grants by itself. */
export type OptIn = 'load' | 'destructive' | 'slow';

/** A command's settings after flags, environment, `.env`, config file and defaults have been merged. */
export interface Settings {
  /** Commands that talk to no endpoint get the embedded tenant, which they never start. */
  target: EndpointTarget | EmbeddedTarget;
  /** Bearer token without the word Bearer. A secret: never print it, never write it to a file. */
  token?: string;
  /** Name of the variable that holds the token, where one was named. */
  tokenEnv?: string;
  profile: string;
  /** File with the user's own attribute mapping, as an absolute path. */
  mapping?: string;
  /** Whether only one user and one group are provisioned, for a quick answer. */
  pilot: boolean;
  /** Folder for report and evidence, as an absolute path; absent means `results/<UTC time>-<run id>/`. */
  out?: string;
  /** Groups to run; empty means all. */
  groups: string[];
  /** Ids or globs of checks to run; empty means all. */
  checks: string[];
  /** Severities to run; empty means all. */
  severities: Severity[];
  /** Checks in flight at a time, 1 to 256. */
  concurrency: number;
  /** Requests a second at most; absent means no limit. */
  rps?: number;
  /** For one request, in milliseconds. */
  timeoutMs: number;
  /** For a write to become visible, in milliseconds. */
  patienceMs: number;
  /** For the whole run, in milliseconds. */
  deadlineMs: number;
  /** Everything random in the run derives from it; drawn anew when none was set. */
  seed: string;
  optIn: OptIn[];
  readOnly: boolean;
  allowWrites: boolean;
  /** Further headers of every request, with names as the user wrote them; never Authorization. */
  headers: Record<string, string>;
  /** PEM file with certificate authorities, as an absolute path. */
  caFile?: string;
  json: boolean;
  quiet: boolean;
  trace: boolean;
  /** Whether a run also writes results for Allure. */
  allure: boolean;
  /** Folder with the user's own `*.checks.ts`, as an absolute path. */
  suites?: string;
  /** Resources that the run may have on the endpoint at one time, 4 at least. */
  maxResources: number;
  /** Whether a run is only to be described. */
  plan?: true;
  /** Address of an HTTP proxy; absent means those of the environment. May hold a password. */
  proxy?: string;
  /** Whether certificates that do not verify are accepted. */
  insecure: boolean;
  skipAuthProbes: boolean;
  /** Members that this endpoint wants in each new resource, beside those that the suite sends. */
  templates: { User?: Record<string, unknown>; Group?: Record<string, unknown> };
  /** Domain of the addresses and user names that the run invents. */
  names: { domain: string };
  /** What `list` shows in place of the checks. */
  list: { coverage: boolean; rows: boolean; diagnoses: boolean; profiles: boolean };
  /** How `report` renders. */
  format: 'text' | 'markdown' | 'junit' | 'har' | 'html' | 'json';
  /** What `gate` decides by; paths absolute. */
  gate: {
    report?: string;
    baseline?: string;
    waivers?: string;
    updateWaivers: boolean;
    failOn: 'violation' | 'warning';
    newChecks: 'list' | 'red';
  };
  /** The tenant may be destroyed; the embedded one always may. */
  disposable: boolean;
  /** What `certify` writes on the pack, and the private key that signs it. */
  certify: {
    product?: string;
    version?: string;
    vendor?: string;
    contact?: string;
    sign?: string;
  };
  /** How `clean` takes a journal: with the credential that the run had, and although somebody changed it. */
  clean: { acceptEdited: boolean; oldToken?: string };
  /** Public key that `verify` judges the signature by. */
  verifyingKey?: string;
  /** Whether `compare` compares what is not comparable, and the endpoints that it can name. */
  compare: { force: boolean; targets: Record<string, unknown> };
  /** What `provision` provisions; paths absolute. */
  provision: {
    directory?: string;
    scope?: string;
    /** Cycles before convergence is proved; absent: as many as the directory has states. */
    cycles?: number;
    users: number;
    groups: number;
    onDemand?: string;
    resume?: string;
    keep: boolean;
  };
  /** How `tenant` serves; face, defects and variations are those of the target. */
  tenant: {
    port: number;
    token?: string;
    /** For each answer, in milliseconds. */
    latencyMs: number;
    population: number;
    listFaces: boolean;
    listDefects: boolean;
    listVariations: boolean;
  };
  /** What the command line holds beside flags, such as a run's folder. */
  args: string[];
  /** Remarks for stderr about settings that are accepted but unwise, one line each. */
  warnings: string[];
}

/**
 * A setting that cannot be used. A command prints message and hint, without a stack, and ends with exit code 3.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** The setting as the user wrote it: a flag, a variable (and file), or a config key and its file. */
  readonly setting: string;
  /** What to do about it. */
  readonly hint: string;

  constructor(setting: string, message: string, hint: string) {
    super(message);
    this.setting = setting;
    this.hint = hint;
  }
}
