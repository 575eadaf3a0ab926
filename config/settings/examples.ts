import type { Command } from './commands.ts';

/** How a command is used, and what one does after it. */
interface Usage {
  /** Two lines to type, without the program's name, each with what it is for. */
  examples: [line: string, why: string][];
  next: string;
}

/** What `--help` of each command teaches. */
export const usages: Record<Command, Usage> = {
  init: {
    examples: [
      ['init', 'asks for the URL and the credential, then checks that they work'],
      [
        'init --url https://example.smartfile.com/ftp/scim --token-env TOKEN --pilot',
        'asks nothing; the credential is in the variable TOKEN',
      ],
    ],
    next: 'run --pilot --allow-writes creates one user and one group; run --allow-writes runs every check.',
  },
  run: {
    examples: [
      ['run --embedded', 'see a complete run; no endpoint or token needed'],
      [
        'run --url https://you.smartfile.com/ftp/scim --group users',
        'check one group; the token is in SCIM_TOKEN',
      ],
    ],
    next: 'Open report.html in the folder that the run prints; explain <id> says more about a finding.',
  },
  certify: {
    examples: [
      [
        'certify --product Drive --product-version 3.1 --vendor Ex --contact qa@example.com',
        'an unsigned pack',
      ],
      ['certify … --sign release.key', 'a signed pack'],
    ],
    next: 'Check the pack the way its recipient will: verify <pack> --key release.key.pub.',
  },
  gate: {
    examples: [
      ['gate --baseline released/report.json', 'run, and turn red only for what got worse'],
      [
        'gate --report results/latest/report.json --baseline released/report.json',
        'decide on a finished run',
      ],
    ],
    next: 'To accept a failure for a while, add it to the waivers: gate --update-waivers.',
  },
  compare: {
    examples: [
      ['compare results/monday results/friday', 'two finished runs'],
      ['compare staging production', 'two targets from the configuration file'],
      ['compare v1 v2 v3 --out matrix', 'any number of runs: what was wrong in each'],
    ],
    next: 'explain <id> says more about a change.',
  },
  history: {
    examples: [
      ['history results', 'every run under a folder, by endpoint and time'],
      ['history /mnt/reports --out history', 'the same as a page, Markdown and JSON'],
    ],
    next: 'compare <A> <B> shows what differs between two runs.',
  },
  doctor: {
    examples: [
      [
        'doctor --url https://example.smartfile.com/ftp/scim',
        'address, TLS, token and discovery, step by step',
      ],
      ['doctor --json', 'the same, for a script'],
    ],
    next: 'Once all is well: run --pilot, which creates one user and one group.',
  },
  list: {
    examples: [
      ['list --group hard-delete', 'the checks of one group'],
      ['list --coverage', 'what is covered, and what is not'],
    ],
    next: 'explain <id> shows what a check sends, and why.',
  },
  explain: {
    examples: [
      ['explain hard-delete.absent-by-id', 'a check: its requirements, its requests'],
      ['explain 7644:3.6/deleted-get-404', 'a requirement: its source, its harm, its checks'],
    ],
    next: 'run --check <id> runs it.',
  },
  report: {
    examples: [
      ['report', 'the newest run as text'],
      ['report results/latest --format junit', 'for a build server'],
    ],
    next: 'compare <A> <B> shows what changed between two runs.',
  },
  tenant: {
    examples: [
      ['tenant --port 8080', 'an endpoint to try the other commands against'],
      ['tenant --defect delete.only-deactivates', 'the same with a defect; --list-defects lists them all'],
    ],
    next: 'It prints READY, its URL and its token; stop it with Ctrl-C.',
  },
  clean: {
    examples: [
      ['clean', 'after the latest run, if it was interrupted'],
      ['clean results/20261128T101500Z-ab12cd34', 'after a particular run'],
    ],
    next: 'It lists what it could not remove, and why.',
  },
  provision: {
    examples: [
      ['provision --embedded', 'see the cycles; no endpoint or token needed'],
      [
        'provision --directory directory.json --mapping exported-schema.json',
        'your people, your exported job',
      ],
    ],
    next: 'provisioning.csv in its folder has one line per object and cycle.',
  },
  verify: {
    examples: [
      ['verify pack.zip --key vendor.key.pub', 'complete, unchanged, and signed with the expected key'],
      ['verify pack.zip', 'complete and unchanged'],
    ],
    next: 'readme.txt in the pack says how to repeat the run.',
  },
  'new-suite': {
    examples: [
      ['new-suite checks', 'a folder with one working check'],
      ['new-suite ~/scim/checks', 'the same, somewhere else'],
    ],
    next: 'run --embedded --suites <folder> --group <name> runs its checks.',
  },
  keygen: {
    examples: [
      ['keygen release.key', 'writes release.key and release.key.pub'],
      ['keygen ~/keys/2027.key', 'into a folder you choose'],
    ],
    next: 'Keep the private key secret, give the public key to those who verify; sign with certify --sign release.key.',
  },
};
