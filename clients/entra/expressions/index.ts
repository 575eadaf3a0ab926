export { compileExpression, type Expression } from './compile.ts';
export { compileRegex, type DotnetRegex } from './dotnetRegex.ts';
export * from './value.ts';
