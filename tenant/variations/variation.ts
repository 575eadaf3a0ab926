import type { Defect } from '../defects/defect.ts';
import type { Face } from '../face.ts';
import type { Semantics } from '../semantics/index.ts';
import type { Choice } from '../store/tenancy.ts';

/**
 * A lawful choice made the other way: a MAY that is used, a SHOULD that is not followed for a reason, a silence that is
 * filled otherwise. It shows that no check fails for nothing; hooks are those of a defect.
 */
export interface Variation extends Choice, Pick<Defect, 'schemas'> {
  /** Stable, `group.fact-in-kebab`. */
  id: string;
  says: string;
  /** Sections that leave the choice, such as `7644:3.4.2`; `9110`, `3339`, `8259` and `xsd` are texts beside SCIM's. */
  basis: string[];
  /** Requirement rows whose MAY, SHOULD or silence it makes use of. */
  rows?: string[];
  /** Rows of clients' documents that forbid the choice: these may fail in a client's profile, and no others. */
  smartfileRows?: string[];
  /** What it decides: two variations of one choice exclude each other. */
  choice?: string;
  /** Ids of other variations with which it cannot be combined. */
  excludes?: string[];
  /** Changes what a face says can be had. */
  options?(face: Face): Partial<Face>;
  /** Decisions taken differently, given those that were taken before. */
  semantics?(usual: Semantics): Partial<Semantics>;
}
