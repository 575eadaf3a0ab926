import type { Defect } from '../defects/defect.ts';
import type { Face } from '../faces.ts';
import type { SchemaDefinition, TypeDefinition } from '../model.ts';
import type { Semantics } from '../semantics/index.ts';
import type { Variation } from '../variations/variation.ts';
import type { Store } from './store.ts';
import type { WriteLog } from './writes.ts';

/** What every part of a running tenant works with. */
export interface Tenancy {
  /** Tenant URL without a trailing slash. */
  url: string;
  token: string;
  face: Face;
  semantics: Semantics;
  schemas: SchemaDefinition[];
  types: TypeDefinition[];
  store: Store;
  /** What lists and filters look at. */
  listed(): Store;
  writes: WriteLog;
  defects: Defect[];
  variations: Variation[];
  /** Id of the account that the token belongs to, where the face has one. */
  self: string | undefined;
  now(): string;
  /** Key of the signatures of cursors; they hold as long as the tenant runs. */
  cursorKey: Buffer;
}
