import { present } from '../../../schemas/present.ts';
import type { ScimRequest } from '../../wire/request.ts';

/**
 * The headers of a request as they leave.
 * @param authorization the run's own credential, as it is sent
 */
export function composeHeaders(
  request: ScimRequest,
  options: { userAgent: string; headers: Record<string, string> },
  authorization: string | undefined,
): Record<string, string> {
  const headers: Record<string, string | null> = {
    accept: 'application/scim+json',
    'accept-encoding': 'identity',
    'user-agent': options.userAgent,
    ...present({ authorization }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/scim+json' }),
  };
  for (const extra of [options.headers, request.headers ?? {}])
    for (const [name, value] of Object.entries(extra)) headers[name.toLowerCase()] = value;
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
  );
}
