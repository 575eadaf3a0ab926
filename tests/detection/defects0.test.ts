import { describe } from 'vitest';
import { testDefects } from './defectTests.ts';
import { shareOf } from './detect.ts';

describe('defects, part 0 of 2', () => testDefects(shareOf(0, 2)));
