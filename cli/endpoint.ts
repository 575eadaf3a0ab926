import type { Settings } from '../config/settings/settings.ts';
import { readUserText } from '../config/userFile.ts';
import type { RunOrder } from '../runner/order.ts';

/** The configured endpoint with its token and certificate authority. */
export function endpointOf({ target, token, caFile }: Settings): RunOrder['endpoint'] {
  if ('embedded' in target) throw new Error('an embedded target has a tenant');
  return {
    url: target.url,
    entraFlags: target.entraFlags,
    ...(token === undefined ? {} : { token }),
    ...(caFile === undefined ? {} : { ca: readUserText(caFile, false) }),
  };
}
