import { isObject, member } from '../../schemas/attributes.ts';

/**
 * Whether a change may deactivate what it names, so that it may be gone afterwards: endpoints delete what is deactivated,
 * and hand its id out again. When in doubt, it may.
 */
export function mayDeactivate(body: string | undefined): boolean {
  // Hardly any change speaks of both.
  if (body === undefined || !/active/i.test(body) || !/false/i.test(body)) return false;
  // Of a member that stands twice, an endpoint may read either.
  if (/active"\s*:\s*"?false/i.test(body)) return true;
  try {
    return deactivates(JSON.parse(body));
  } catch {
    return true;
  }
}

function deactivates(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(deactivates);
  if (typeof value === 'string') return /active/i.test(value);
  if (!isObject(value)) return false;
  const path = member(value, 'path');
  if (typeof path === 'string' && /active/i.test(path)) return !activates(path, member(value, 'value'));
  return Object.entries(value).some(([name, inner]) =>
    /active/i.test(name) ? !activates(name, inner) : deactivates(inner),
  );
}

/** Whether what is named is `active` itself, and not its opposite, and becomes true. */
const activates = (name: string, value: unknown): boolean => /(?:^|[:.])active$/i.test(name) && isTrue(value);

const isTrue = (value: unknown): boolean => value === true || String(value).toLowerCase() === 'true';
