import type { Defect } from '../defect.ts';
import { isOne, refuse } from '../kit.ts';

/** What a deleted resource is answered. */
export const absentDefects: Defect[] = [
  {
    id: 'delete.answers-410',
    says: 'what was deleted is answered 410',
    breaks: ['7644:3.6/deleted-get-404'],
    kills: ['hard-delete.absent-by-id', 'hard-delete.group-absent-by-id'],
    after: (request, response) => (isOne(request) && response.status === 404 ? refuse(410) : undefined),
  },
];
