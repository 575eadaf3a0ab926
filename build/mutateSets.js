/** What `npm run mutate` changes, the tests that have to notice, and how much of it, in per cent. */
export const sets = {
  verdict: {
    files: ['reporters/verdict.ts'],
    tests: ['tests/reporters/verdict.test.ts', 'tests/reporters/verdictLaws.test.ts'],
    least: 85,
  },
  decide: {
    files: ['reporters/decide/*.ts'],
    tests: [
      'gate',
      'gateLines',
      'gateText',
      'compare',
      'compareText',
      'reasons',
      'claims',
      'normalise',
      'waivers',
      'versions',
    ].map((name) => `tests/decide/${name}.test.ts`),
    least: 85,
  },
  guard: {
    files: ['kit/safety/guard.ts'],
    tests: ['tests/kit/guard*.test.ts'],
    least: 85,
  },
  pack: {
    files: [
      'zip',
      'folder',
      'readPack',
      'manifest',
      'sign',
      'keys',
      'verifySignature',
      'verifyPack',
      'writePack',
    ].map((name) => `reporters/pack/${name}.ts`),
    tests: ['archive', 'folder', 'manifest', 'signature', 'cover'].map(
      (name) => `tests/pack/${name}.test.ts`,
    ),
    least: 85,
  },
  ownership: {
    files: ['kit/safety/ownership/*.ts', 'kit/safety/vouched.ts'],
    tests: ['tests/kit/ownership/*.test.ts', 'tests/kit/guard*.test.ts', 'tests/kit/foreign.test.ts'],
    least: 85,
  },
  claims: {
    files: ['kit/check/must.ts', 'kit/check/words.ts', 'kit/check/changes.ts'],
    tests: ['must', 'mustChange', 'changes'].map((name) => `tests/kit/${name}.test.ts`),
    least: 85,
  },
  journal: {
    files: ['kit/safety/journal/*.ts'],
    tests: ['tests/kit/journal*.test.ts'],
    least: 85,
  },
  redaction: {
    files: [
      'kit/evidence/redact.ts',
      'kit/evidence/secrets.ts',
      'kit/evidence/escapes.ts',
      'kit/evidence/edge.ts',
      'kit/evidence/strangers.ts',
    ],
    tests: ['tests/kit/evidence/*.test.ts', 'tests/kit/redact.test.ts', 'tests/kit/edge.test.ts'],
    least: 85,
  },
};
