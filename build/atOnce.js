// Scripts of package.json that do not need each other, at once: what each printed when all are done, and how long they
// took. Ends with 1 where one of them did not end with 0.
//
//   node build/atOnce.js types lint build
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(1);

const ended = await Promise.all(process.argv.slice(2).map(run));
for (const { name, printed, code, after } of ended)
  process.stdout.write(
    `${name}: ${code === 0 ? 'nothing wrong' : `ended with ${code}`} after ${after} s\n${printed}`,
  );
process.exit(ended.every(({ code }) => code === 0) ? 0 : 1);

function run(name) {
  const child = spawn('npm', ['run', '--silent', name], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ name, code, after: seconds(), printed: Buffer.concat(parts).toString() }),
    );
  });
}
