/** A value before it is understood, and where it was written. */
export interface Given {
  /** Text, a list of texts, true or false, or what JSON held. */
  value: unknown;
  /** As the user wrote it: `--timeout`, `SCIM_TIMEOUT`, `SCIM_TIMEOUT in .env`, `timeout in <file>`. */
  setting: string;
  from: 'flag' | 'environment' | '.env' | 'config' | 'default';
}
