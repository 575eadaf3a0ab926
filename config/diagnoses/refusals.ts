import { type Diagnosis, diagnosisById, fillSaying } from './diagnoses.ts';

/** One request of a client as far as it decides what its answer says of the endpoint. */
export interface Asked {
  action: 'lookup' | 'read' | 'create' | 'update' | 'delete';
  /** HTTP status of the answer. */
  status: number;
  /** Of which kind of resource, for the words. */
  about?: 'users' | 'groups';
  /** Whether a request of this kind succeeded before: then it is not the operation as such that is refused. */
  before?: boolean;
}

/** A diagnosis in words for people. */
export type Named = Pick<Diagnosis, 'id' | 'says' | 'fix'>;

/** What one unwelcome answer says of an endpoint; undefined where it may be the endpoint's right. */
export function diagnosisOfAnswer(asked: Asked): Named | undefined {
  return named(findRefusal(asked), asked.about);
}

/** A diagnosis by its id, worded for what it is about; undefined where there is none. */
export function named(id: string | undefined, about?: string): Named | undefined {
  const found = id === undefined ? undefined : diagnosisById(id);
  return found && { id: found.id, says: fillSaying(found, about), fix: found.fix };
}

function findRefusal({ action, status, before = false }: Asked): string | undefined {
  if (status === 401) return 'access.token-refused';
  if (status === 429) return 'answers.too-many-requests';
  if (status >= 500 && status !== 501) return 'errors.server-error';
  if (action === 'create' && status >= 200 && status < 300)
    return status === 201 ? 'create.without-body' : 'create.not-201';
  // A conflict is the endpoint's right; what is taken is said by its detail.
  if (status < 400 || status === 409) return undefined;
  if (action === 'lookup') return status === 404 ? 'filters.no-match-is-an-error' : 'filters.refused';
  if (action === 'read') return 'read.fails';
  if (action === 'create') return before ? 'create.sound-body-refused' : 'create.refused';
  if (action === 'delete') return 'delete.refused';
  return before ? 'patch.client-form-refused' : 'patch.refused';
}
