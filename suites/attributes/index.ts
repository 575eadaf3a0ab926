import { extensions } from './extensions.ts';
import { externalId } from './externalId.ts';
import { identity } from './identity.ts';
import { immutable } from './immutable.ts';
import { lists } from './lists.ts';
import { meta } from './meta.ts';
import { notation } from './notation.ts';
import { published } from './published.ts';
import { readOnly } from './readOnly.ts';
import { references } from './references.ts';
import { returned } from './returned.ts';
import { writableValues } from './writable.ts';

/** Whether attributes behave as the endpoint publishes them, and as the RFC fixes them for every resource. */
export const attributes = [
  ...identity,
  ...externalId,
  ...meta,
  ...returned,
  ...writableValues,
  ...readOnly,
  ...immutable,
  ...published,
  ...notation,
  ...extensions,
  ...references,
  ...lists,
];
