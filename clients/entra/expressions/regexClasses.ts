/** .NET's classes, which know all of Unicode, as they stand in a class of JavaScript with the flag u. */
export const CLASSES: Record<string, string> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}',
  s: '\\f\\n\\r\\t\\v\\x85\\p{Z}',
};
/** A letter of a word. */
export const WORD = `[${CLASSES.w}]`;
/** What is no escape of .NET with a meaning stands for itself. */
export const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;
/** Escapes of control characters. */
export const CONTROLS: Record<string, string> = {
  a: '\\x07',
  e: '\\x1B',
  t: '\\t',
  r: '\\r',
  v: '\\v',
  f: '\\f',
  n: '\\n',
};
