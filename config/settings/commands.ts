/** What a command needs to know before its settings can be judged. */
export interface CommandNeeds {
  /** The words after the command's name that are no flags, as help shows them. */
  args: string;
  /** How many of them there may be. */
  count: [least: number, most: number];
  /** Whether an endpoint must be configured; `unless-report`: a finished report can be named instead. */
  target: 'required' | 'unless-report' | 'none';
  /** Whether it creates or deletes on the endpoint, which needs consent. */
  writes: boolean;
  /** One line for help. */
  says: string;
}

const local = { target: 'none', writes: false } as const;

/** Every command of the command line, in the order of the overview. */
export const commands = {
  init: {
    ...local,
    args: '',
    count: [0, 0],
    says: 'Write the settings for an endpoint and check that they work',
  },
  run: { args: '', count: [0, 0], target: 'required', writes: true, says: 'Check an endpoint and report' },
  certify: {
    args: '',
    count: [0, 0],
    target: 'required',
    writes: true,
    says: 'Run everything and make a certification pack',
  },
  gate: {
    args: '',
    count: [0, 0],
    target: 'unless-report',
    writes: true,
    says: 'Gate a release: red only for what got worse',
  },
  compare: {
    ...local,
    args: '<A> <B> …',
    count: [2, 100],
    says: 'Show what differs between two runs, or how several runs went',
  },
  history: {
    ...local,
    args: '<folder> …',
    count: [1, 1000],
    says: 'Show the history of each endpoint, from every report under the given folders',
  },
  doctor: {
    args: '',
    count: [0, 0],
    target: 'required',
    writes: false,
    says: 'Check step by step whether a run can succeed',
  },
  list: { ...local, args: '', count: [0, 0], says: 'List checks and the requirements that they verify' },
  explain: { ...local, args: '<check or row>', count: [1, 1], says: 'Explain a check or a requirement' },
  report: {
    ...local,
    args: '[folder]',
    count: [0, 1],
    says: 'Render the report of a finished run again, in any format',
  },
  tenant: { ...local, args: '', count: [0, 0], says: 'Start the embedded tenant and keep it running' },
  clean: {
    args: '[folder]',
    count: [0, 1],
    target: 'required',
    writes: true,
    says: 'Remove what an interrupted run left behind',
  },
  provision: {
    args: '',
    count: [0, 0],
    target: 'required',
    writes: true,
    says: 'Replay Entra’s provisioning cycles with a directory, and prove that they converge',
  },
  verify: { ...local, args: '<pack>', count: [1, 1], says: 'Verify a certification pack' },
  'new-suite': { ...local, args: '<folder>', count: [1, 1], says: 'Create a folder for your own checks' },
  keygen: { ...local, args: '<file>', count: [1, 1], says: 'Make a key pair for signing packs' },
} as const satisfies Record<string, CommandNeeds>;

export type Command = keyof typeof commands;

/** Every command, for settings that all of them have. */
export const every = Object.keys(commands) as Command[];

/** Commands that open a connection to an endpoint. */
export const online = ['run', 'certify', 'gate', 'doctor', 'clean', 'provision'] as const;

/** Commands that are told of an endpoint. */
export const told = [...online, 'init'] as const;

/** Commands that run checks. */
export const checking = ['run', 'certify', 'gate'] as const;

/** Commands whose run can be narrowed, widened and slowed; a certification is always the same. */
export const adjustable = ['run', 'gate'] as const;
