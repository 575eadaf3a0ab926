import { errorBody } from '../../errors.ts';
import type { ScimObject, TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { readOperations } from '../patch/kit.ts';

export type Hook = NonNullable<Defect['before']>;

/** Alters each operation of a PATCH that comes in. */
export function onOperations(change: (operation: ScimObject, path: string) => void): Hook {
  return (request) => {
    for (const operation of readOperations(request)) change(operation, String(operation.path ?? ''));
    return undefined;
  };
}

/** The provisioning service names itself in this header. */
export const isService = ({ headers }: TenantRequest): boolean => headers.adscimversion !== undefined;

/** The answer to what was done. */
export const noContent = { status: 204, headers: {} };

/** A PATCH is refused for one of its operations, which RFC 7644 permits. */
export function refusing(
  id: string,
  says: string,
  row: string,
  kills: string[],
  isRefused: (operation: ScimObject) => boolean,
): Defect {
  return {
    id: `entra.${id}`,
    says,
    breaks: [row],
    kills,
    before: (request) =>
      readOperations(request).some(isRefused)
        ? {
            status: 400,
            headers: {},
            body: errorBody(400, says, id.startsWith('first') ? 'noTarget' : 'invalidValue'),
          }
        : undefined,
  };
}
