import { expect, test } from 'vitest';
import { gateNames } from '../../config/gates.ts';
import { gateInWords } from '../../config/gateWords.ts';

test('every gate can be said in words', () => {
  for (const name of gateNames) {
    expect(gateInWords(name), name).not.toBe(name);
    expect(gateInWords(name)).toMatch(/^\S.* \S.*[^.]$/);
  }
});
