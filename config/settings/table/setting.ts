import type { Command } from '../commands.ts';

/** What the text of a setting becomes; durations in milliseconds, paths absolute. */
export interface ValueOf {
  text: string;
  switch: boolean;
  integer: number;
  number: number;
  duration: number;
  list: string[];
  headers: Record<string, string>;
  object: Record<string, unknown>;
  path: string;
}

export type Kind = keyof ValueOf;

export type HelpGroup =
  | 'Endpoint'
  | 'Token'
  | 'What to run'
  | 'What to show'
  | 'Pace'
  | 'Safety'
  | 'Output'
  | 'Decision'
  | 'Product'
  | 'Certification'
  | 'Provisioning'
  | 'Embedded tenant';

/** One line of the settings table: where a setting comes from, what it may be, what help says of it. */
export interface Setting {
  /** With its dashes, such as `--url`; absent where a command line would be the wrong place. */
  flag?: `--${string}`;
  alias?: `--${string}`;
  /** Variable of the environment and of `.env`. */
  env?: string;
  /** Path in the config file, such as `names.domain`. */
  key?: string;
  type: Kind;
  /** Where `Settings` has it, where that is not by its name: a path; `false` where it is read together with others. */
  member?: string | false;
  /** Placeholder of the value in help, such as `<n>`. */
  argument?: string;
  /** As a user would write it; goes through the same parser as any other value. */
  default?: string;
  /** What help says of the default where it is no fixed text. */
  defaultText?: string;
  min?: number;
  max?: number;
  choices?: readonly string[];
  /** One line of at most 200 visible characters: a name that reports show. */
  plain?: true;
  /** Never repeated in a message. */
  secret?: true;
  /** Value in `.env.example`, where the default would not help. */
  example?: string;
  help: string;
  group: HelpGroup;
  /** Commands for which it means something; a flag is refused by all others. */
  commands: readonly Command[];
}
