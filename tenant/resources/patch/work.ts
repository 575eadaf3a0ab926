import type { ScimObject, TypeDefinition } from '../../model.ts';
import type { Semantics } from '../../semantics/index.ts';

/** What the operations of one PATCH work on. */
export interface PatchWork {
  type: TypeDefinition;
  semantics: Semantics;
  /** Data as stored, changed in place. */
  data: ScimObject;
  /** What a client sees of the resource; a readOnly value that repeats it is no change. */
  shown: ScimObject;
  /** Keys of the attributes that were addressed. */
  supplied: Set<string>;
  /** Core attributes that this tenant refuses to have patched. */
  refused: string[];
}
