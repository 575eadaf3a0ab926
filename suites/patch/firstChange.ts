import { check } from '../../kit/check/check.ts';
import { showsFirstChange } from '../fixtures/firstChanges.ts';

/** Whether PATCH does anything at all. */
export const firstChange = [
  check(
    'patch.first-change-is-stored',
    ['7644:3.5.2.3/replace-single'],
    'the first PATCH of the run is stored',
    { phase: 'first' },
    (tools) => showsFirstChange(tools, 'PATCH'),
  ),
];
