// Reads a report.json for a CI job on GitHub: outputs verdict and counts, and annotates what is wrong.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

const [, , file = 'report.json'] = process.argv;
const most = 10;

if (existsSync(file)) {
  const { verdict, checks, entries } = JSON.parse(readFileSync(file, 'utf8'));
  const number = (state) => checks.filter(({ status }) => status === state).length;
  const counts = `failed=${number('fail')}\npassed=${number('pass')}\nblocked=${number('blocked')}\n`;
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `verdict=${verdict}\n${counts}`);
  for (const { says, fix } of entries.filter(({ within }) => within === undefined).slice(0, most))
    console.log(`::error title=SCIM::${escaped(`${says} ${fix}`)}`);
} else {
  console.log(`::warning title=SCIM::there is no ${escaped(file)}: the run did not come to a report`);
}

/** A text as a workflow command takes it: what an endpoint said begins no command of its own. */
function escaped(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
