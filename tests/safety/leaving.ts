import { setTimeout as sleep } from 'node:timers/promises';
import { atEndOfTest } from '../atEnd.ts';
import { command, type Ended, ended, start } from '../cli/command.ts';
import { type Twisted, twisted } from './twisted.ts';

/** One check, quickly. */
export const one = ['--check', 'hard-delete.absent-by-id', '--patience', '0s', '--quiet'];
/** Enough checks to be interrupted in their midst. */
export const some = ['--group', 'groups', '--patience', '0s', '--skip-auth-probes'];

/** An endpoint for one test, and what a run in a folder finds of it in its environment. */
export interface Around {
  endpoint: Twisted;
  ours(): { name: string }[];
  run(argv: string[], cwd: string): Promise<Ended>;
  /** Starts a command and ends it with signals, each once something was made. */
  interrupted(argv: string[], cwd: string, ...signals: NodeJS.Signals[]): Promise<Ended>;
}

export async function around(...[twist, options]: Partial<Parameters<typeof twisted>>): Promise<Around> {
  const endpoint = await twisted(twist ?? ((answer) => answer), { latencyMs: 5, population: 20, ...options });
  atEndOfTest(() => endpoint.close());
  const env = { SCIM_TENANT_URL: endpoint.url, SCIM_TOKEN: endpoint.token };
  const ours = () => endpoint.tenant.resources().filter(({ name }) => /conf-[a-z0-9]{8}-/i.test(name));
  return {
    endpoint,
    ours,
    run: (argv, cwd) => command(argv, { cwd, env }),
    interrupted: async (argv, cwd, ...signals) => {
      const child = start(argv, { cwd, env });
      const end = ended(child);
      for (const signal of signals) {
        for (let waited = 0; ours().length < 1 && child.exitCode === null && waited < 3_000; waited += 1)
          await sleep(10);
        child.kill(signal);
        await sleep(100);
      }
      return end;
    },
  };
}

/** The words of the clean command that a text advises, as a shell would hand them over. */
export function advised(text: string): string[] {
  const line = /scim-conformance (clean .*)$/m.exec(text)?.[1] ?? '';
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
