export * from './model.ts';
export { replay, type Verdict, validatorTests } from './replay.ts';
