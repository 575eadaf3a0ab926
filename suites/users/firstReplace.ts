import { check } from '../../kit/check/check.ts';
import { showsFirstChange } from '../fixtures/firstChanges.ts';

/** Whether PUT does anything at all. */
export const firstReplace = [
  check(
    'users.first-replace-is-stored',
    ['7644:3.5.1/put-replaces'],
    'the first PUT of the run is stored',
    { phase: 'first' },
    (tools) => showsFirstChange(tools, 'PUT'),
  ),
];
