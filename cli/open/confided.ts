import type { Edge } from '../../kit/evidence/edge.ts';

let edge: Edge | undefined;

/** Notes what hides the credential of this command, as soon as the command knows it. */
export function confide(hiding: Edge): void {
  edge = hiding;
}

/** A text without the credential of this command, for what is printed when it fails. */
export function withoutCredential(text: string): string {
  return edge?.message(text) ?? text;
}
