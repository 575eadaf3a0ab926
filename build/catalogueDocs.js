// docs/catalogue.md out of the catalogue itself: every check with what it verifies, how grave that is, and what it sends.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const json = (name) => JSON.parse(readFileSync(path(name), 'utf8'));

const checks = JSON.parse(
  execFileSync(process.execPath, [path('bin/scim-conformance.js'), 'list', '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }),
);
const rows = new Map(
  readdirSync(path('config/requirements'))
    .filter((name) => name.endsWith('.json') && !['conflicts.json', 'peers.json'].includes(name))
    .flatMap((name) => json(`config/requirements/${name}`))
    .map((row) => [row.id, row]),
);
const costs = json('config/costs.json').checks;
const HARMS = ['access-kept', 'wrong-person', 'data-lost', 'stops', 'formal'];

const cell = (text) => text.replaceAll('|', '\\|').replace(/[<>{}]/g, (found) => `&#${found.charCodeAt(0)};`);
const sum = (requests = {}) => Object.values(requests).reduce((all, one) => all + one, 0);
const link = (id) => (rows.has(id) ? `[\`${id}\`](${rows.get(id).link})` : `\`${id}\``);

function line({ id, title, severity, verifies, kind }) {
  const found = verifies.flatMap((row) => rows.get(row)?.harm ?? []);
  const harm = HARMS.find((one) => found.includes(one)) ?? 'formal';
  const requests = kind === 'rule' ? 'reads all' : sum(costs[id]?.requests);
  return `| ${cell(title)}<br>\`${id}\` | ${verifies.map(link).join('<br>')} | ${severity}<br>${harm} | ${requests} |`;
}

const groups = [...new Set(checks.map(({ group }) => group))];
const text = [
  '---',
  'aside: false',
  '---',
  '',
  '# Catalogue of checks',
  '',
  `${checks.length} checks in ${groups.length} groups, as \`scim-conformance list\` prints them. Severity and harm are those of the`,
  'profile `smartfile`; the number of requests is what a check sends itself on a sound endpoint, without what checks share',
  'and without clean-up; a rule sends nothing and reads all traffic. `scim-conformance explain <id>` says more of one.',
  '',
  ...groups.flatMap((group) => [
    `## ${group}`,
    '',
    '| check | requirements | severity, harm | requests |',
    '| --- | --- | --- | --- |',
    ...checks.filter((check) => check.group === group).map(line),
    '',
  ]),
].join('\n');
writeFileSync(path('docs/catalogue.md'), text);
