import { isObject, type TenantRequest } from '../../model.ts';
import { device } from '../../schemas/device.ts';
import type { Defect } from '../defect.ts';
import { refuse } from '../kit.ts';

const ENDPOINT = '/Devices';

/** Whether a request names one device. */
const isDevice = ({ method, path }: TenantRequest, wanted: string): boolean =>
  method === wanted && path.startsWith(`${ENDPOINT}/`);

/** A fault of a type beside users and groups, which nobody looks at who does not ask for it. */
function ofDevices(
  id: string,
  says: string,
  row: string,
  hooks: Pick<Defect, 'before' | 'after' | 'semantics'>,
): Defect {
  return {
    id: `types.${id}`,
    says,
    breaks: [row],
    kills: ['protocol.other-types-live-and-go'],
    optIn: ['all-types'],
    schemas: (all) => [...all, device(ENDPOINT)],
    ...hooks,
  };
}

/** What goes wrong with types of resources beside users and groups. */
export const otherTypeDefects: Defect[] = [
  ofDevices('devices-stay', 'DELETE of a device answers 204 and keeps it', '7644:3.6/deleted-get-404', {
    before: (request) => (isDevice(request, 'DELETE') ? { status: 204, headers: {} } : undefined),
  }),
  ofDevices('devices-cannot-be-read', 'a device cannot be read at its address', '7644:3.4.1/get-200', {
    after: (request) => (isDevice(request, 'GET') ? refuse(500) : undefined),
  }),
  ofDevices(
    'changes-of-devices-reach-others',
    'a PATCH of a device reaches another one',
    '7644:3.4.1/get-200',
    {
      before(request, { store }) {
        if (!isDevice(request, 'PATCH') || !isObject(request.body)) return undefined;
        const other = store.own('Device').find(({ id }) => !request.path.endsWith(id));
        if (other !== undefined) request.path = `${ENDPOINT}/${encodeURIComponent(other.id)}`;
        return undefined;
      },
    },
  ),
];
