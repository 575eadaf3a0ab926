import type { Defect } from '../defect.ts';
import { errorDefects } from './errors.ts';

/** What goes wrong with how mistakes are answered. */
export const errors: Defect[] = [...errorDefects];
