import type { FaceName } from '../face.ts';
import type { SchemaDefinition } from '../model.ts';
import type { Semantics } from '../semantics/index.ts';
import type { Interference } from '../store/tenancy.ts';

/** How a server may be careless about TLS. */
export interface TlsChanges {
  /** Serves plain HTTP on the same port. */
  servesPlain?: boolean;
  /** Takes up TLS 1.0 and 1.1. */
  takesOld?: boolean;
}

/** One way to be wrong, put into a sound tenant to see which checks notice. */
export interface Defect extends Interference {
  /** Stable, `area.fact-in-kebab`. */
  id: string;
  says: string;
  /** Requirement rows that no longer hold. */
  breaks: string[];
  /** Checks that have to fail. */
  kills: string[];
  /** It shows only while other checks are at work, so that its checks have to run in their company. */
  company?: true;
  /** The face that it is shown on; `full` where it is not said. */
  face?: FaceName;
  /** The profile that asks for the broken rows where it is not the default one. */
  profile?: 'entra' | 'okta';
  /** What the run has to opt in to before the checks that it kills take part. */
  optIn?: string[];
  /** Decisions taken differently. */
  semantics?: Partial<Semantics>;
  /** TLS otherwise than a sound tenant has it; on the face `tls` only. */
  tls?: TlsChanges;
  /** Alters schemas as published and as acted on. */
  schemas?(definitions: SchemaDefinition[]): SchemaDefinition[];
}
