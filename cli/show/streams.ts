/** Codes that say: nobody reads any more. A reader such as `head` has seen enough, or the terminal is gone. */
const CLOSED = new Set([
  'EPIPE',
  'EIO',
  'ECONNRESET',
  'ENXIO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * Keeps the command going where an output closes early: that is no reason to stop. Where what was printed is lost for
 * another reason, such as a full disk, it is said on stderr and the exit code becomes 2 unless it is one already.
 */
export function tolerateClosedStreams(): void {
  let lost = false;
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (lost || CLOSED.has(error.code ?? '')) return;
    lost = true;
    process.stderr.write(`The result cannot be printed: ${error.code ?? error.message}\n`);
    process.once('exit', () => {
      if (process.exitCode === undefined || process.exitCode === 0) process.exitCode = 2;
    });
  });
}
