import type { Defect } from '../defect.ts';

/** Every defect that is known by id. */
export const defects: Defect[] = [];
