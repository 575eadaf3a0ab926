import { describe } from 'vitest';
import { testDefects } from './defectTests.ts';
import { shareOf } from './detect.ts';

describe('defects, part 1 of 2', () => testDefects(shareOf(1, 2)));
