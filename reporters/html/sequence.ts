import { listCreates, readIdMade, withCreates } from '../creates.ts';
import type { Report } from '../model.ts';
import { writeCurl } from './curl.ts';

const HEAD = `#!/bin/sh
# Needs curl, and the token in SCIM_TOKEN. What it makes it removes again.
set -u
`;

const UNKNOWN =
  '# The run removed what it made: put the id of a test resource of yours where an address has one.\n';

/** What prints an answer, and keeps the id that it holds. */
const KEEP = `| tee /dev/stderr | grep -o '"id" *: *"[^"]*"' | head -n 1 | cut -d '"' -f 4`;

/**
 * A shell script that does again what exchanges did: it makes the resources that they are about first, as the run did,
 * goes on with the ids that these get, and removes them at the end. The text of a script, with a line break at its end.
 */
export function writeSequence(numbers: readonly number[], report: Report): string {
  const creates = listCreates(report.exchanges);
  const shown = report.exchanges.filter(({ number }) => numbers.includes(number));
  const { url } = report.target;
  const names = new Map<string, string>();
  const lines: string[] = [];
  let isWhole = true;
  for (const exchange of withCreates(shown, creates)) {
    const { number, method, path, step, template } = exchange;
    isWhole &&= !template.includes('{id}') || [...names.keys()].some((id) => path.includes(id));
    const command = writeCurl(exchange, url, names);
    const id = readIdMade(exchange);
    const name = `id${names.size + 1}`;
    if (id !== undefined) names.set(id, name);
    const line =
      id === undefined
        ? command
        : `${name}=$(${command.replace(' -i', '')} \\\n  ${KEEP})\n${prove(path, name, report)}`;
    lines.push(`# #${number} ${method} ${template}${step === undefined ? '' : `: ${step}`}\n${line}\necho\n`);
  }
  const removals = [...names].reverse().map(([id, name]) => remove(creates.get(id)?.path ?? '', name, url));
  return [HEAD + (isWhole ? '' : UNKNOWN), ...lines, ...removals].join('\n');
}

/** What ends the script where the id that a create named is not that of the resource with the marker of the run. */
function prove(collection: string, name: string, { run, target }: Report): string {
  const read = onOne('GET', collection, name, target.url).replace(' -i', '');
  return `${read} | grep -q 'conf-${run.id}-' || { echo 'The create returned a resource other than the one it created: nothing more is sent.' >&2; exit 1; }`;
}

/** What removes a resource that the script made. */
function remove(collection: string, name: string, url: string): string {
  return `# remove what was made\n${onOne('DELETE', collection, name, url)}\n`;
}

function onOne(method: string, collection: string, name: string, url: string): string {
  const request = { headers: { authorization: '' } };
  return writeCurl({ method, path: `${collection}/${name}`, request }, url, new Map([[name, name]]));
}
