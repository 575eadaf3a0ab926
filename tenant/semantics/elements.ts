import { isObject } from '../model.ts';

/** Elements in different buckets are never the same, so that long lists need few comparisons. */
export function bucketFor(element: unknown): string {
  if (!isObject(element)) return `${typeof element} ${element}`;
  return typeof element.value === 'string' ? `value ${element.value.toLowerCase()}` : '';
}

/** A list without the elements that repeat an earlier one. */
export function distinct(elements: unknown[], same: (left: unknown, right: unknown) => boolean): unknown[] {
  const known = new Map<string, unknown[]>();
  return elements.filter((element) => {
    const bucket = bucketFor(element);
    const alike = known.get(bucket) ?? [];
    if (alike.some((other) => same(other, element))) return false;
    known.set(bucket, [...alike, element]);
    return true;
  });
}
