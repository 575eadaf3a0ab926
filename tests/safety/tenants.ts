import { startTenant, type Tenant } from '../../tenant/index.ts';
import { atEndOfTest } from '../atEnd.ts';

/** A tenant for the length of one test. */
export async function tenantWith(options: Parameters<typeof startTenant>[0]): Promise<Tenant> {
  const tenant = await startTenant({ token: 'key-of-the-test:password-of-the-test', ...options });
  atEndOfTest(() => tenant.close());
  return tenant;
}
