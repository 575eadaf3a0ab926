import { isObject } from './attributes.ts';

type Json = Record<string, unknown>;

/**
 * A message with the names of its members spelled as a JSON Schema spells them, and without those that are null:
 * JSON Schema knows neither names without letter case nor unassigned values (RFC 7643 sections 2.1 and 2.5).
 * @param root the JSON Schema; `$ref` may point at its own `$defs`
 */
export function canonical(value: unknown, root: object): unknown {
  return spell(value, [root as Json], root as Json);
}

function spell(value: unknown, nodes: Json[], root: Json): unknown {
  const rules = nodes.flatMap((node) => resolve(node, root));
  if (Array.isArray(value)) {
    const items = rules.map(({ items }) => items).filter(isObject);
    return value.map((element) => spell(element, items, root));
  }
  if (!isObject(value)) return value;
  const properties = rules.map((rule) => rule.properties).filter(isObject);
  const spelling = new Map(
    properties.flatMap((known) => Object.keys(known)).map((name) => [name.toLowerCase(), name]),
  );
  const result: Json = {};
  for (const [given, inner] of Object.entries(value)) {
    if (inner === null) continue;
    const name = spelling.get(given.toLowerCase()) ?? given;
    const below = properties.map((known) => known[name]).filter(isObject);
    // The exact spelling wins over another one of the same name.
    if (given === name || !Object.hasOwn(value, name))
      Object.defineProperty(result, name, { value: spell(inner, below, root), enumerable: true });
  }
  return result;
}

function resolve(node: Json, root: Json): Json[] {
  const { $ref } = node;
  if (typeof $ref !== 'string') return [node];
  const target = isObject(root.$defs) ? root.$defs[$ref.replace('#/$defs/', '')] : undefined;
  return isObject(target) ? [node, ...resolve(target, root)] : [node];
}
