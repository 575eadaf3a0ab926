import { testVariations } from './varyTests.ts';

testVariations(1, 2);
