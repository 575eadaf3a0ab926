import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { packageRoot } from '../../schemas/packageRoot.ts';

const folder = mkdtempSync(join(tmpdir(), 'comment-'));
const comments: { id: number; body: string }[] = [];
let refuses = false;

/** As much of a forge as the script speaks to. */
const forge = createServer(async (request, response) => {
  const body = await text(request);
  const { port } = forge.address() as AddressInfo;
  const withUrl = (one: { id: number }) => ({ ...one, url: `http://127.0.0.1:${port}/comments/${one.id}` });
  const answer = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (refuses || request.headers.authorization !== 'Bearer t') return answer(403, {});
  if (request.method === 'GET') {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'));
    return answer(200, comments.slice((page - 1) * 100, page * 100).map(withUrl));
  }
  const said = (JSON.parse(body) as { body: string }).body;
  const id = request.method === 'POST' ? comments.push({ id: comments.length, body: said }) - 1 : -1;
  const old = comments[id < 0 ? Number(request.url?.split('/').at(-1)) : id];
  if (old === undefined) return answer(404, {});
  old.body = said;
  return answer(200, withUrl(old));
});
afterAll(() => {
  forge.close();
  rmSync(folder, { recursive: true, force: true });
});

async function comment(markdown: string): Promise<string> {
  writeFileSync(join(folder, 'gate.md'), markdown);
  const { port } = forge.address() as AddressInfo;
  const env = {
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
    GITHUB_REPOSITORY: 'a/b',
    GH_TOKEN: 't',
    PULL: '7',
  };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('examples/comment.mjs', packageRoot)), join(folder, 'gate.md')],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(code).toBe(0);
  return said;
}

test('a pull request gets one comment of the gate, and those of others stay as they are', async () => {
  forge.listen(0, '127.0.0.1');
  await once(forge, 'listening');
  for (let id = 0; id < 120; id += 1) comments.push({ id, body: `of somebody else ${id}` });
  await comment('## SCIM gate: closed');
  comments.push({ id: 121, body: 'said later by the same bot' });
  await comment('## SCIM gate: open');
  expect(comments.map(({ body }) => body).slice(119)).toEqual([
    'of somebody else 119',
    '<!-- scim-conformance gate -->\n## SCIM gate: open',
    'said later by the same bot',
  ]);
  refuses = true;
  expect(await comment('## SCIM gate: closed')).toMatch(/^::warning title=SCIM::.*answered 403/);
});
