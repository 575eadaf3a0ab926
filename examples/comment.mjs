// Writes the decision of a gate as the one comment of ours on a pull request; what it said before is replaced.
import { readFileSync } from 'node:fs';

const MARK = '<!-- scim-conformance gate -->';
const { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GH_TOKEN: token, PULL: number } = process.env;
const [, , file = 'gate.md'] = process.argv;
const comments = `${api}/repos/${repository}/issues/${number}/comments`;

const said = JSON.stringify({ body: `${MARK}\n${readFileSync(file, 'utf8')}` });
const old = await find();
if (old === undefined) await ask(comments, 'POST', said);
else await ask(old.url, 'PATCH', said);

/** The comment that an earlier run wrote; a bot may have others, which are not ours to change. */
async function find() {
  for (let page = 1; ; page += 1) {
    const some = await ask(`${comments}?per_page=100&page=${page}`, 'GET');
    const ours = some.find(({ body }) => body?.startsWith(MARK));
    if (ours !== undefined || some.length < 100) return ours;
  }
}

async function ask(url, method, body) {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' };
  const answer = await fetch(url, { method, headers, ...(body && { body }) });
  if (!answer.ok) {
    console.log(
      `::warning title=SCIM::the comment could not be written: ${method} was answered ${answer.status}`,
    );
    process.exit(0);
  }
  return answer.json();
}
