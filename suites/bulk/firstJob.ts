import { check } from '../../kit/check/check.ts';
import { showsFirstChange } from '../fixtures/firstChanges.ts';

/** Whether bulk jobs do anything at all. */
export const firstJob = [
  check(
    'bulk.first-job-is-carried-out',
    ['7644:3.7/bulk-methods'],
    'the first bulk job of the run is carried out',
    { phase: 'first' },
    (tools) => showsFirstChange(tools, 'bulk'),
  ),
];
