/** What an earlier run left could not be removed, so that its folder may not be used again. */
export class NotCleaned extends Error {
  override readonly name = 'NotCleaned';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
