import { afterEach } from 'vitest';
import { startTenant, type Tenant } from '../../tenant/index.ts';

/** What is closed after each test. */
export const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A tenant for the length of one test. */
export async function tenantWith(options: Parameters<typeof startTenant>[0]): Promise<Tenant> {
  const tenant = await startTenant({ token: 'key-of-the-test:password-of-the-test', ...options });
  closing.push(() => tenant.close());
  return tenant;
}
