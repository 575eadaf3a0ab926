import { member, show } from '../kit/attributes.ts';
import { rule } from '../kit/check.ts';

export const errors = [
  rule({
    id: 'traffic.error-status-is-string',
    verifies: ['7644:3.12/error-status-string'],
    title: 'the status in an error body is the HTTP status as a string',
    reads: true,
    applies: ({ response }) => response.status >= 400 && member(response.body, 'status') !== undefined,
    breaks: ({ response }) => {
      const status = member(response.body, 'status');
      if (status === String(response.status)) return undefined;
      return { key: 'status', expected: `"${response.status}"`, observed: show(status) };
    },
  }),
];
