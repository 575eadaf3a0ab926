import { defects, type FaceName, faces } from '../tenant/index.ts';

/** Names of faces and defects that `--face` and `--defect` may give. */
export const embeddedNames = { faces: Object.keys(faces), defects: defects.map(({ id }) => id) };

/** The face to start the tenant with: the one asked for, else the one on which a chosen defect shows. */
export function faceOf(asked: string | undefined, chosen: readonly string[]): FaceName | undefined {
  return (
    (asked as FaceName | undefined) ??
    defects.find(({ id, face }) => face !== undefined && chosen.includes(id))?.face
  );
}
