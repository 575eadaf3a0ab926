/** What a pack may hold at most, so that a hostile one can fill neither memory nor time. */
export const LIMITS = { files: 40, bytes: 192 * 1024 * 1024 };

/** Something about a pack that is not as it was written. */
export class PackProblem extends Error {
  override readonly name = 'PackProblem';
}

/** What was named as a pack and is none. */
export class NoPack extends Error {
  override readonly name = 'NoPack';
  /** What to name in its place. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
