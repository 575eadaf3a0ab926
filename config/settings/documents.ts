import { describeDefault } from './help.ts';
import type { NamedSetting } from './table.ts';
import { settingsTable } from './table.ts';

/** Content of `.env.example`: what most endpoints need is open, all else is commented out; ends with a line break. */
export function envExample(): string {
  const lines = [
    '# Copy to .env and fill in. Flags and the environment override this file; keep secrets out of version control.',
    '# Keep quotes around a token: an unquoted # would cut it off. Single quotes keep it as it is.',
  ];
  for (const setting of settingsTable) {
    const { env, example, secret, help } = setting;
    if (!env) continue;
    const note = [describeDefault(setting)].filter(Boolean).map((text) => ` Default: ${text}.`);
    lines.push('', `# ${help}.${note}`);
    if (example) lines.push(`${env === 'SCIM_ALLOW_WRITES' ? '# ' : ''}${env}=${example}`);
    else lines.push(`# ${env}=${secret ? "'...'" : (setting.default ?? '')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The table of settings, in Markdown: what each does, and the commands that take it; ends with a line break. */
export function configTableMarkdown(): string {
  const rows = settingsTable.map((setting) => {
    const { flag, alias, env, key, help, commands } = setting;
    const flags = [flag && `${flag}${setting.argument ? ` ${setting.argument}` : ''}`, alias];
    return [
      [...flags, env, key].map(code).filter(Boolean).join('<br>'),
      help.replaceAll('|', '\\|'),
      shownDefault(setting),
      commands.join(', '),
    ];
  });
  const head = ['Flag, variable, config key', 'What it does', 'Default', 'Commands'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function shownDefault(setting: NamedSetting): string {
  if (setting.type === 'switch') return 'off';
  return setting.default === undefined
    ? (setting.defaultText ?? '').replace(/(<.*>)/, '`$1`')
    : code(setting.default);
}

function code(text: string | undefined): string {
  return text ? `\`${text.replaceAll('|', '\\|')}\`` : '';
}
