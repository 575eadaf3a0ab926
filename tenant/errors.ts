import { MESSAGE, ScimProblem, type ScimType, type TenantResponse } from './model.ts';

/** An Error message of RFC 7644 section 3.12: `status` is a string there. */
export function errorBody(status: number, detail: string, scimType?: ScimType): Record<string, unknown> {
  return {
    schemas: [MESSAGE.error],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail,
  };
}

/** Turns whatever was thrown into an answer; only an error of the tenant itself becomes a 500. */
export function errorResponse(thrown: unknown): TenantResponse {
  if (thrown instanceof ScimProblem) {
    const { status, message, scimType, headers } = thrown;
    return { status, headers: { ...headers }, body: errorBody(status, message, scimType) };
  }
  return { status: 500, headers: {}, body: errorBody(500, 'the tenant has a defect of its own') };
}

export const notFound = (what: string): ScimProblem => new ScimProblem(404, `${what} does not exist here`);

export const invalid = (detail: string): ScimProblem => new ScimProblem(400, detail, 'invalidValue');

export const syntax = (detail: string): ScimProblem => new ScimProblem(400, detail, 'invalidSyntax');

export const badFilter = (detail: string): ScimProblem => new ScimProblem(400, detail, 'invalidFilter');

export const badPath = (detail: string): ScimProblem => new ScimProblem(400, detail, 'invalidPath');

export const noTarget = (detail: string): ScimProblem => new ScimProblem(400, detail, 'noTarget');

export const fixed = (detail: string): ScimProblem => new ScimProblem(400, detail, 'mutability');

/** RFC 7644 section 3.12, table 8: the server does not offer the operation. */
export const notOffered = (what: string): ScimProblem =>
  new ScimProblem(501, `${what} is not offered by this tenant`);

/** RFC 9110 section 15.5.6: the answer names what is allowed instead. */
export const notAllowed = (method: string, allowed: string[]): ScimProblem =>
  new ScimProblem(405, `${method} is not possible here`, undefined, { allow: allowed.join(', ') });
