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
      ['init', 'asks for address and credential, then looks whether they work'],
      [
        'init --url https://example.smartfile.com/ftp/scim --token-env TOKEN --pilot',
        'asks nothing; the credential is in the variable TOKEN',
      ],
    ],
    next: 'run --pilot --allow-writes creates one user and one group; run --allow-writes asks everything.',
  },
  run: {
    examples: [
      ['run --embedded', 'see a whole run; needs no endpoint and no token'],
      [
        'run --url https://you.smartfile.com/ftp/scim --group users',
        'check one group; the token is in SCIM_TOKEN',
      ],
    ],
    next: 'Open report.html in the folder that the run names; explain <id> tells more of a finding.',
  },
  certify: {
    examples: [
      [
        'certify --product Drive --product-version 3.1 --vendor Ex --contact qa@example.com',
        'an unsigned pack',
      ],
      ['certify … --sign release.key', 'a signed one'],
    ],
    next: 'Check the pack as its reader will: verify <pack> --key release.key.pub.',
  },
  gate: {
    examples: [
      ['gate --baseline released/report.json', 'run, and be red only for what got worse'],
      [
        'gate --report results/latest/report.json --baseline released/report.json',
        'decide on a run that is finished',
      ],
    ],
    next: 'A failure that you accept for a time goes into the waivers: gate --update-waivers.',
  },
  compare: {
    examples: [
      ['compare results/monday results/friday', 'two finished runs'],
      ['compare staging production', 'two endpoints that the configuration file names as targets'],
      ['compare v1 v2 v3 --out matrix', 'any number: what was wrong in which'],
    ],
    next: 'explain <id> tells more of what changed.',
  },
  history: {
    examples: [
      ['history results', 'every run below a folder, by endpoint and time'],
      ['history /mnt/reports --out history', 'the same as a page, as Markdown and JSON'],
    ],
    next: 'compare <A> <B> shows what differs between two of them.',
  },
  doctor: {
    examples: [
      ['doctor --url https://example.smartfile.com/ftp/scim', 'address, TLS, token, discovery, step by step'],
      ['doctor --json', 'the same for a script'],
    ],
    next: 'Once it is fit: run --pilot creates one user and one group.',
  },
  list: {
    examples: [
      ['list --group hard-delete', 'the checks of one group'],
      ['list --coverage', 'what is covered, and what is not'],
    ],
    next: 'explain <id> says what one of them sends, and why.',
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
      ['tenant --port 8080', 'an endpoint to try the other commands on'],
      ['tenant --defect delete.only-deactivates', 'the same with a fault; --list-defects shows all of them'],
    ],
    next: 'It prints READY, its URL and its token; end it with Ctrl-C.',
  },
  clean: {
    examples: [
      ['clean', 'after the newest run, if that was interrupted'],
      ['clean results/20261128T101500Z-ab12cd34', 'after a certain one'],
    ],
    next: 'What it could not remove it names, with the reason.',
  },
  provision: {
    examples: [
      ['provision --embedded', 'see the cycles; needs no endpoint and no token'],
      [
        'provision --directory directory.json --mapping exported-schema.json',
        'your people, your exported job',
      ],
    ],
    next: 'provisioning.csv in its folder has a line for each object and cycle.',
  },
  verify: {
    examples: [
      ['verify pack.zip --key vendor.key.pub', 'whole, unchanged, and signed by whom you think'],
      ['verify pack.zip', 'whole and unchanged'],
    ],
    next: 'readme.txt in the pack says how to repeat the run.',
  },
  'new-suite': {
    examples: [
      ['new-suite checks', 'a folder with one check that runs'],
      ['new-suite ~/scim/checks', 'the same elsewhere'],
    ],
    next: 'run --embedded --suites <folder> --group <name> runs what is in it.',
  },
  keygen: {
    examples: [
      ['keygen release.key', 'writes release.key and release.key.pub'],
      ['keygen ~/keys/2027.key', 'into a folder of your own'],
    ],
    next: 'Keep the private one; give the public one to whoever verifies: certify --sign release.key.',
  },
};
