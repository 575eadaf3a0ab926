import { setFlagsFromString } from 'node:v8';

/** How much the heap of V8 may grow beyond what is alive before it is tidied up, in percent; by itself it doubles. */
const GROWTH = 20;

/**
 * Keeps the memory of a command that works for hours close to what it holds: by itself V8 lets what is dead lie until
 * twice as much is there, which is a matter of hundreds of megabytes for a large directory.
 */
export function keepHeapLean(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/** Megabytes in which each thread makes new values, twice: what V8 takes by itself, 16, costs three threads 100 MB. */
const YOUNG_MB = 4;

/** How much of a function V8 runs, in bytes of its code, before it compiles it for speed; by itself a sixth of that. */
const BUDGET = 400_000;

/**
 * Keeps the threads of a run small, and what a run is over too soon to gain from undone. To be called before anything of undici is loaded: its parser of HTTP is WebAssembly,
 * which V8 by itself compiles a second time, for speed that a few thousand answers do not repay; that takes 35 MB.
 */
export function keepThreadsLean(): void {
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'])
    setFlagsFromString(flag);
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
  // For threads that start from here on.
  setFlagsFromString(`--min-semi-space-size=${YOUNG_MB}`);
  setFlagsFromString(`--max-semi-space-size=${YOUNG_MB}`);
  // For this one, which grows no more.
  setFlagsFromString('--semi-space-growth-factor=1');
}
