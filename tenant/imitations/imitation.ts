import type { Semantics } from '../semantics/index.ts';
import type { Interference } from '../store/tenancy.ts';

/** How an endpoint that people run behaves, beside what a face can say of it. */
export interface Imitation extends Interference {
  semantics?: Partial<Semantics>;
}
