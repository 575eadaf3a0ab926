import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach } from 'vitest';

const NO_TMUX = 'no tmux was found; install it, so that what a terminal shows is looked at';
const PROMPT = /^\[0\]>$/;
/** A prompt with what was typed behind it, what came of it, and the next prompt. */
const DONE = /^\[\d+\]> \S[\s\S]*\n\[(\d+)\]>$/;

/** What a command left on the screen. */
export interface Shown {
  code: number;
  /** With lines that the terminal broke put together again. */
  text: string;
  /** As they stand on the screen. */
  rows: string[];
}

/**
 * Skips the tests of a file where there is no tmux, and says so; with REQUIRE_TMUX set they fail, as they should where the
 * suite is proved.
 */
export function useTmux(): void {
  const missing = spawnSync('tmux', ['-V']).error !== undefined;
  beforeAll(() => {
    if (missing && process.env.REQUIRE_TMUX) throw new Error(NO_TMUX);
  });
  beforeEach((context) => context.skip(missing, NO_TMUX));
  // Terminals are opened within tests, too, where nothing can be put off until the end.
  afterAll(() => {
    for (const terminal of terminals) terminal.end();
  });
}

const terminals: Terminal[] = [];

interface Around {
  cwd: string;
  /** What the shell finds commands in, before those of the system. */
  path: string;
  columns?: number;
  rows?: number;
}

/** A terminal with a shell in it, for somebody who types and looks; it ends with the tests of its file. */
export class Terminal {
  private readonly home = mkdtempSync(join(tmpdir(), 'walk-'));
  private readonly socket = join(this.home, 'tmux');
  private begun = false;
  private readonly around: Around;

  constructor(around: Around) {
    this.around = around;
    terminals.push(this);
  }

  /** Types a command, and waits until the shell asks for the next. */
  async run(line: string, seconds = 60): Promise<Shown> {
    await this.type(line);
    return this.ended(seconds);
  }

  /** Types a line on an empty screen, and presses Enter. */
  async type(line: string): Promise<void> {
    await this.begin();
    this.tmux('send-keys', '-t', '0', 'C-l');
    await pause(150);
    this.tmux('clear-history', '-t', '0');
    this.answer(line);
  }

  /** Types a line where something is asked. */
  answer(line: string): void {
    if (line !== '') this.tmux('send-keys', '-t', '0', '-l', line);
    this.key('Enter');
  }

  /** Presses a key by tmux's name for it, such as `C-c`. */
  key(name: string): void {
    this.tmux('send-keys', '-t', '0', name);
  }

  /** Waits until the screen shows something. */
  async see(what: RegExp, seconds = 60): Promise<string> {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const text = this.text('-J');
      if (what.test(text)) return text;
      if (Date.now() > until) throw new Error(`${what} was not seen within ${seconds} s on:\n${text}`);
      await pause(100);
    }
  }

  /** Waits until what was typed has ended. */
  async ended(seconds = 60): Promise<Shown> {
    const text = await this.see(DONE, seconds);
    return { code: Number(DONE.exec(text)?.[1]), text, rows: this.text().split('\n') };
  }

  /** Ends the shell and all that runs in it. */
  end(): void {
    if (this.begun) spawnSync('tmux', ['-S', this.socket, 'kill-server']);
    rmSync(this.home, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    const { cwd, columns = 80, rows = 50 } = this.around;
    const size = ['-x', String(columns), '-y', String(rows)];
    this.tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', cwd, 'bash --norc --noprofile');
    await this.see(PROMPT, 20);
  }

  private text(...flags: string[]): string {
    return this.tmux('capture-pane', '-p', '-S', '-', '-t', '0', ...flags).trimEnd();
  }

  private tmux(...argv: string[]): string {
    const { path } = this.around;
    const env = {
      HOME: this.home,
      PATH: [path, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      // Bash has a prompt of its own where it is started like this.
      PROMPT_COMMAND: 'PS1="[$?]> "',
      TMUX_TMPDIR: this.home,
    };
    return execFileSync('tmux', ['-S', this.socket, ...argv], { env, encoding: 'utf8' });
  }
}

/** The command that a screen says to type next, as it would be pasted. */
export function nextOn({ text }: Shown, words: RegExp): string {
  const [, line = ''] = /^Next: (.*)$/m.exec(text) ?? [];
  const [found] = words.exec(line) ?? [];
  if (found === undefined) throw new Error(`no next step like ${words} on:\n${text}`);
  return found;
}
