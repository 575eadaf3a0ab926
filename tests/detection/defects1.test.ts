import { describe } from 'vitest';
import { testDefects } from './defectTests.ts';

describe('defects, part 1 of two', () => testDefects(1, 2));
