import type { FromTable, SettingValue } from './table.ts';

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
export type OptIn = SettingValue<'optIn'>[number];

/**
 * A command's settings after flags, environment, `.env`, config file and defaults have been merged: what the table
 * says, each under its path, and what comes of several settings together. Durations are in milliseconds, paths
 * absolute; an empty list of groups, checks or severities means all.
 */
export type Settings = Omit<FromTable, 'seed' | 'clean'> & {
  /** Commands that talk to no endpoint get the embedded tenant, which they never start. */
  target: EndpointTarget | EmbeddedTarget;
  /** Bearer token without the word Bearer. A secret: never print it, never write it to a file. */
  token?: string;
  /** Everything random in the run derives from it; drawn anew when none was set. */
  seed: string;
  /** Whether somebody said how many resources there may be, be it the usual number. */
  roomGiven: boolean;
  /** How `clean` takes a journal: with the credential that the run had, and although somebody changed it. */
  clean: FromTable['clean'] & { oldToken?: string };
  /** What the command line holds beside flags, such as a run's folder. */
  args: string[];
  /** Remarks for stderr about settings that are accepted but unwise, one line each. */
  warnings: string[];
};

/**
 * A setting that cannot be used. A command prints message and hint, without a stack, and ends with exit code 3.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** The setting as the user wrote it: a flag, a variable (and file), or a config key and its file. */
  readonly setting: string;
  /** What to do about it. */
  readonly hint: string;
  /** What else was seen in the settings that may be the cause, such as a misspelt name; one line each. */
  readonly notes: string[] = [];

  constructor(setting: string, message: string, hint: string) {
    super(message);
    this.setting = setting;
    this.hint = hint;
  }
}
