import type { Defect } from '../defect.ts';

/** Addresses that ask for no credentials. */
export const everywhereDefects: Defect[] = [
  {
    id: 'auth.groups-are-open',
    says: 'groups are served to everyone',
    breaks: ['practice:P33'],
    kills: ['auth.every-endpoint-asks-for-credentials'],
    before({ path, headers }, { token }) {
      if (path.startsWith('/Groups')) headers.authorization = `Bearer ${token}`;
    },
  },
  {
    id: 'auth.changes-are-open',
    says: 'PATCH asks for no credentials',
    breaks: ['practice:P33'],
    kills: ['auth.every-endpoint-asks-for-credentials'],
    before({ method, headers }, { token }) {
      if (method === 'PATCH') headers.authorization = `Bearer ${token}`;
    },
  },
];
