import type { Edge } from '../../kit/evidence/edge.ts';

const edges: Edge[] = [];

/** Notes what hides a credential of this command, as soon as the command knows it; it may have one for each endpoint. */
export function confide(hiding: Edge): void {
  edges.push(hiding);
}

/** A text without the credentials of this command, for what is printed when it fails. */
export function withoutCredential(text: string): string {
  const [first, ...others] = edges;
  if (first === undefined) return text;
  return others.reduce((shown, edge) => edge.text(shown), first.message(text));
}
