import { isObject, type ScimObject } from '../../model.ts';

/** A list with each of its entries altered. */
export function changed(document: ScimObject, change: (entry: ScimObject) => ScimObject): ScimObject {
  return { ...document, Resources: readEntries(document).map(change) };
}

/** The entries of a list. */
export const readEntries = ({ Resources }: ScimObject): ScimObject[] =>
  Array.isArray(Resources) ? Resources.filter(isObject) : [];
