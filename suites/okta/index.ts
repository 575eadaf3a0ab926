import type { CatalogueEntry } from '../../kit/check/check.ts';
import { groups } from './groups.ts';
import { pages } from './pages.ts';
import { users } from './users.ts';

/** How Okta works, and what it asks of an endpoint. */
export const okta: CatalogueEntry[] = [...users, ...pages, ...groups];
