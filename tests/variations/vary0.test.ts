import { testVariations } from './varyTests.ts';

testVariations(0, 2);
