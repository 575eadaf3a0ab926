import { readPackageJson } from '../../schemas/packageRoot.ts';
import type { Harm } from '../row.ts';
import { findMostExact } from './patterns.ts';

/** One way in which an endpoint can be wrong, in words for people. */
export interface Diagnosis {
  /** Stable, such as `patch.not-stored`. */
  id: string;
  /** What is wrong and what it means for people, as sentences that ask for no knowledge of SCIM. */
  says: string;
  /** The same with `{about}` in place of what is concerned, where traffic can show that more exactly. */
  template?: string;
  harm: Harm;
  fix: string;
  /**
   * Rows of which a failure alone is reason for it; `*` stands for any characters, and what follows a `#` for the keys
   * of findings that are meant, where others of the row say something else. Empty where only traffic shows it.
   */
  rows: string[];
}

/** A diagnosis as its file has it: where `says` holds `{about}`, `about` is what to put there as a rule. */
interface Worded extends Omit<Diagnosis, 'template'> {
  about?: string;
}

/** Files of `config/diagnoses/`, in the order in which diagnoses are listed. */
const files = [
  'answers',
  'access',
  'discovery',
  'create',
  'resources',
  'read',
  'replace',
  'patch',
  'groups',
  'delete',
  'lists',
  'filters',
  'features',
];

let diagnoses: Diagnosis[] | undefined;
const found = new Map<string, Diagnosis | undefined>();

/** Every diagnosis of the package. The same array each time: do not change it. */
export function loadDiagnoses(): readonly Diagnosis[] {
  diagnoses ??= files.flatMap((name) =>
    readPackageJson<Worded[]>(`config/diagnoses/${name}.json`).map(filled),
  );
  return diagnoses;
}

/** The diagnosis of this id, or undefined where there is none. */
export function diagnosisById(id: string): Diagnosis | undefined {
  return loadDiagnoses().find((one) => one.id === id);
}

/** What a diagnosis says of the kind of resource or the attributes that are concerned; of any where it is not known. */
export function fillSaying({ says, template }: Diagnosis, about: string | undefined): string {
  return template === undefined || about === undefined ? says : fill(template, about);
}

function filled({ about, ...diagnosis }: Worded): Diagnosis {
  const { says } = diagnosis;
  return about === undefined ? diagnosis : { ...diagnosis, says: fill(says, about), template: says };
}

function fill(template: string, about: string): string {
  const saying = template.replaceAll('{about}', about);
  return saying.charAt(0).toUpperCase() + saying.slice(1);
}

/**
 * The diagnosis for which a failure of this row alone is reason: the one that names it most exactly.
 * @param key of the finding; without it, what the row says as a rule
 */
export function diagnosisOfRow(row: string, key?: string): Diagnosis | undefined {
  const failure = key === undefined ? row : `${row}#${key}`;
  if (!found.has(failure)) {
    found.set(failure, findMostExact(loadDiagnoses(), row, key));
  }
  return found.get(failure);
}
