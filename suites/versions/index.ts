import { ifMatch } from './ifMatch.ts';
import { ifNoneMatch } from './ifNoneMatch.ts';
import { tags } from './tags.ts';

/** Versions of resources: entity tags and conditional requests (RFC 7644 section 3.14). */
export const versions = [...tags, ...ifMatch, ...ifNoneMatch];
