export * from './convergence.ts';
export * from './directory.ts';
export * from './engine.ts';
export { ExpressionError } from './expression.ts';
export * from './log.ts';
export * from './readDirectory.ts';
export * from './rules.ts';
export * from './scope.ts';
export * from './synthetic.ts';
