import { describe } from 'vitest';
import { testDefects } from './defectTests.ts';

describe('defects, part 0 of two', () => testDefects(0, 2));
