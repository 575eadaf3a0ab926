import type { CheckTools } from '../../kit/check/check.ts';
import type { Located } from '../../schemas/lookup.ts';
import { type Kind, listKinds } from '../fixtures/kinds.ts';
import { type Populated, populated } from '../fixtures/populated.ts';

/** One published attribute on a resource that carries a value for it. */
export interface Line {
  kind: Kind;
  located: Located;
  on: Populated;
}

type Tools = Pick<CheckTools, 'given' | 'capabilities' | 'profile'>;

/** All populated resources, of every kind. */
export async function allPopulated({ given, capabilities, profile }: Tools): Promise<Populated[]> {
  const made: Populated[] = [];
  for (const kind of listKinds({ capabilities, profile })) made.push(...(await given.the(populated(kind))));
  return made;
}

/** A line for each attribute of which the endpoint took a value, where it fits. */
export async function readLines(tools: Tools, fits: (located: Located) => boolean): Promise<Line[]> {
  return (await allPopulated(tools)).flatMap((on) =>
    on.sent.filter(fits).map((located) => ({ kind: on.kind, located, on })),
  );
}
