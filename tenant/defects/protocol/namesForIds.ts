import type { StoredResource } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { nameType, valuesIn } from '../kit.ts';

const ONE = /^\/(?:Users|Groups)\/([^/]+)$/;

type IsNamedBy = (resource: StoredResource, text: string) => boolean;

/** Requests of a method that take something else of a resource for its id. */
function leading(
  id: string,
  says: string,
  method: 'GET' | 'PUT' | 'PATCH' | 'DELETE',
  type: 'User' | 'Group',
  isNamedBy: IsNamedBy,
): Defect {
  const user = method === 'DELETE' ? 'delete' : 'change';
  return {
    id: `protocol.${id}`,
    says,
    breaks: ['practice:P14'],
    kills: [`protocol.names-for-ids-${type === 'Group' ? 'reach-no-group' : `${user}-nobody`}`],
    before(request, { store }) {
      const segment = ONE.exec(request.path)?.[1];
      if (segment === undefined || request.method !== method || nameType(request) !== type) return undefined;
      // A sequence that is no text names nothing.
      if (/%(?![0-9a-f]{2})|%[89a-f]/i.test(segment)) return undefined;
      const text = decodeURIComponent(segment);
      const found =
        store.get(type, text) === undefined ? store.own(type).find((one) => isNamedBy(one, text)) : undefined;
      if (found) request.path = request.path.replace(segment, () => encodeURIComponent(found.id));
      return undefined;
    },
  };
}

const isText = (value: unknown, text: string): boolean => String(value).toLowerCase() === text.toLowerCase();
const byName: IsNamedBy = ({ data }, text) => isText(data.userName ?? data.displayName, text);
const byAddress: IsNamedBy = ({ data }, text) => valuesIn(data.emails).some((value) => isText(value, text));
const byExternalId: IsNamedBy = ({ data }, text) => data.externalId === text;

/** Requests that reach whom they name otherwise than by an id. */
export const namesForIdsDefects: Defect[] = [
  leading(
    'deletes-by-name',
    'a DELETE takes the userName of a user for the id',
    'DELETE',
    'User',
    ({ data }, text) => data.userName === text,
  ),
  leading(
    'deletes-by-other-letters',
    'a DELETE takes the userName of a user in a different case as the id',
    'DELETE',
    'User',
    (user, text) => user.data.userName !== text && byName(user, text),
  ),
  leading(
    'deletes-by-address',
    'a DELETE takes an email address of a user for the id',
    'DELETE',
    'User',
    byAddress,
  ),
  leading(
    'deletes-by-external-id',
    'a DELETE takes the externalId of a user for the id',
    'DELETE',
    'User',
    byExternalId,
  ),
  leading(
    'reads-by-external-id',
    'a GET takes the externalId of a user for the id',
    'GET',
    'User',
    byExternalId,
  ),
  leading('patches-by-name', 'a PATCH takes the userName of a user for the id', 'PATCH', 'User', byName),
  leading(
    'patches-by-address',
    'a PATCH takes an email address of a user for the id',
    'PATCH',
    'User',
    byAddress,
  ),
  leading(
    'patches-by-external-id',
    'a PATCH takes the externalId of a user for the id',
    'PATCH',
    'User',
    byExternalId,
  ),
  leading('puts-by-name', 'a PUT takes the userName of a user for the id', 'PUT', 'User', byName),
  leading('puts-by-address', 'a PUT takes an email address of a user for the id', 'PUT', 'User', byAddress),
  leading(
    'reads-groups-by-name',
    'a GET takes the displayName of a group for the id',
    'GET',
    'Group',
    byName,
  ),
  leading(
    'patches-groups-by-name',
    'a PATCH takes the displayName of a group for the id',
    'PATCH',
    'Group',
    byName,
  ),
  leading('puts-groups-by-name', 'a PUT takes the displayName of a group for the id', 'PUT', 'Group', byName),
  leading(
    'deletes-groups-by-name',
    'a DELETE takes the displayName of a group for the id',
    'DELETE',
    'Group',
    byName,
  ),
  leading(
    'patches-groups-by-external-id',
    'a PATCH takes the externalId of a group for the id',
    'PATCH',
    'Group',
    byExternalId,
  ),
];
