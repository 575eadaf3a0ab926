import type { Defect } from '../defect.ts';
import { holding } from '../kit.ts';

/** Groups that go wrong once they have hundreds of members. */
export const hugeGroupDefects: Defect[] = [
  {
    id: 'group.keeps-four-hundred',
    says: 'a group keeps its first 400 members and passes over the rest',
    breaks: ['practice:P31'],
    kills: ['practice.five-hundred-members-are-kept'],
    optIn: ['load'],
    semantics: holding(400),
  },
];
