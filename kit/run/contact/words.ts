/** Steps of first contact, as evidence and reports name them. */
export const STEPS = {
  ours: 'confirm that it belongs to this run',
  changed: 'check whether it has changed by now',
  unchanged: 'confirm that another resource is unchanged',
  refused: 'see whether it is there after the refusal',
} as const;

/** Why what a create made is not known to be the run's own. */
export const NOT_NAMED = 'the response to a create does not identify the new resource';
export const NOT_AS_NAMED = 'a GET does not show the resource that the response to its create named';
