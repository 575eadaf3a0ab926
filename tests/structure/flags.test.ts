import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Command, commands } from '../../config/settings/commands.ts';
import { listSettings } from '../../config/settings/table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The text of a file and of all that it imports when it is loaded; the settings themselves left out. */
function textsFrom(files: string[]): string {
  const seen = new Map<string, string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file) || file.startsWith('config/settings/') || !existsSync(join(root, file))) continue;
    const text = readFileSync(join(root, file), 'utf8');
    seen.set(file, text);
    for (const [, path = ''] of text.matchAll(/from '(\.{1,2}\/[^']+\.ts)'/g))
      open.push(normalize(join(dirname(file), path)));
  }
  return [...seen.values()].join('\n');
}

/** Consent and token are judged for every command alike. */
const judged = ['agreement', 'token'].map((name) =>
  readFileSync(join(root, `config/settings/${name}.ts`), 'utf8'),
);

/** Where a command begins, where that is not the file of its name. */
const BEGINNINGS: Partial<Record<Command, string[]>> = {
  run: ['cli/commands/run.ts', 'cli/commands/pilot.ts', 'cli/commands/plan.ts'],
};

test.each(Object.keys(commands) as Command[])('%s reads every flag that its help shows', (command) => {
  const text = [textsFrom(BEGINNINGS[command] ?? [`cli/commands/${command}.ts`]), ...judged].join('\n');
  const unread = listSettings(command).filter(({ flag, name, member = name }) => {
    if (flag === undefined || member === false) return false;
    const [last = ''] = member.split('.').slice(-1);
    return !new RegExp(`(?:[.']|[{,(]\\s*)${last}\\b`).test(text);
  });
  expect(unread.map(({ flag }) => flag)).toEqual([]);
});
