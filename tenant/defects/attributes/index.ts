import type { Defect } from '../defect.ts';
import { attributeDefects } from './attributes.ts';
import { extensionDefects } from './extensions.ts';
import { identityDefects } from './identity.ts';
import { metaDefects } from './meta.ts';
import { notationDefects } from './notation.ts';

/** Attributes that do not behave as they are published, or as RFC 7643 fixes them for every resource. */
export const attributes: Defect[] = [
  ...identityDefects,
  ...attributeDefects,
  ...metaDefects,
  ...notationDefects,
  ...extensionDefects,
];
