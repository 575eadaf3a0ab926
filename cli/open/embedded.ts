import { contradiction, defects, type FaceName, faces, variations } from '../../tenant/index.ts';

/** What `--face`, `--defect` and `--variation` may name, and which variations exclude each other. */
export const embeddedNames = {
  faces: Object.keys(faces),
  defects: defects.map(({ id }) => id),
  variations: variations.map(({ id }) => id),
  contradiction,
};

/** The face to start the tenant with: the one asked for, else the one on which a chosen defect shows. */
export function chooseFace(asked: string | undefined, chosen: readonly string[]): FaceName | undefined {
  return (
    (asked as FaceName | undefined) ??
    defects.find(({ id, face }) => face !== undefined && chosen.includes(id))?.face
  );
}
