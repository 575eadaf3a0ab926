/** A role of the application that a user is assigned to. */
export interface AppRole {
  value: string;
  displayName: string;
  id?: string;
}

/** The roles of a user: as the directory has them, or as a function of complex roles exports them. */
export class Roles {
  readonly list: readonly AppRole[];
  readonly form: 'source' | 'complex' | 'assertive';

  constructor(list: readonly AppRole[], form: Roles['form'] = 'source') {
    this.list = list;
    this.form = form;
  }
}

/** What an attribute or an expression can be; undefined is NULL, numbers and dates are texts as the service prints them. */
export type Value = string | boolean | readonly string[] | Roles | undefined;

/** What an expression reads beside its arguments. */
export interface Source {
  /** An attribute of the object, its name without regard to letter case. */
  attribute(name: string): Value;
  /** The default verified domain of the tenant, where the directory file names it. */
  defaultDomain?: string;
  now?(): Date;
  /** At least 0, less than 1. */
  random?(): number;
  /** Told what of the service's behaviour an administrator should know about this value. */
  remark?(says: string): void;
}

/** An expression that cannot be understood, or that this target does not support. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An expression that cannot be evaluated for one object. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** A value as the service compares and joins it: truth values as the words True and False. */
export function asText(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Roles) return value.list.map((role) => role.value).join(',');
  return typeof value === 'string' ? value : value.join(',');
}

/** Whether a value is absent; a list without elements is. */
export function isNull(value: Value): boolean {
  if (value instanceof Roles) return value.list.length === 0;
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Whether a value is absent or the empty text. */
export const isEmpty = (value: Value): boolean => isNull(value) || value === '';

/** The values of a list, or the one value that there is. */
export function listOfValues(value: Value): string[] {
  if (isNull(value)) return [];
  if (value instanceof Roles) return value.list.map((role) => role.value);
  return Array.isArray(value) ? [...value] : [asText(value)];
}
