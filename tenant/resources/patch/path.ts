import { badPath } from '../../errors.ts';
import type { Filter } from '../../filter/parser.ts';
import { ScimProblem, type TypeDefinition } from '../../model.ts';
import { find, resolve, type Target } from '../../schemas/attributes.ts';
import { checkFilter, elementScope } from '../../semantics/evaluate.ts';
import type { Semantics } from '../../semantics/index.ts';

/** A PATCH path (RFC 7644 section 3.5.2, figure 7), resolved against a resource type. */
export interface PatchPath extends Target {
  filter?: Filter;
  text: string;
}

/**
 * Resolves a path; URNs, names and operators in any case.
 * @returns undefined for a well-formed path to an attribute that the type does not have
 * @throws ScimProblem invalidPath, invalidFilter
 */
export function readPath(text: string, type: TypeDefinition, semantics: Semantics): PatchPath | undefined {
  const open = text.indexOf('[');
  if (open === -1) {
    const plain = text.trim();
    if (plain !== text || !isWellFormed(plain, type)) throw badPath(`"${text.slice(0, 80)}" is not a path`);
    const target = resolve(type, text);
    return target && { ...target, text };
  }
  const close = text.lastIndexOf(']');
  const rest = text.slice(close + 1);
  if (close < open || (rest !== '' && !/^\.[A-Za-z$][\w$-]*$/.test(rest))) {
    throw badPath(`"${text.slice(0, 80)}" is not a path`);
  }
  const name = text.slice(0, open);
  if (!isWellFormed(name, type)) throw badPath(`"${text.slice(0, 80)}" is not a path`);
  const target = resolve(type, name);
  const attribute = target?.attribute;
  if (!target || !attribute) return undefined;
  if (target.sub || (!attribute.multiValued && attribute.type !== 'complex')) {
    throw badPath(`${name} does not take a filter`);
  }
  const filter = semantics.parse(text.slice(open + 1, close));
  checkFilter(filter, [elementScope(attribute)], semantics);
  if (rest === '') return { ...target, filter, text };
  const sub = find(attribute.subAttributes, rest.slice(1));
  return sub && { ...target, filter, sub, text };
}

function isWellFormed(text: string, type: TypeDefinition): boolean {
  const lower = text.toLowerCase();
  const urn = [type.base, ...type.extensions]
    .map(({ id }) => id.toLowerCase())
    .find((id) => lower === id || lower.startsWith(`${id}:`));
  if (urn !== undefined && lower === urn) return urn !== type.base.id.toLowerCase();
  const plain = urn === undefined ? text : text.slice(urn.length + 1);
  if (urn === undefined && /^(urn|https?):/i.test(plain)) return /^[A-Za-z][\w+.-]*:[^\s"[\]]+$/.test(plain);
  return /^[A-Za-z$][\w$-]*(\.[A-Za-z$][\w$-]*)?$/.test(plain);
}

/** The answer to a path that leads to no attribute of the type. */
export function unknownPath(text: string): ScimProblem {
  return new ScimProblem(400, `"${text.slice(0, 80)}" is not an attribute here`, 'invalidPath');
}
