import type { Kind, Setting } from '../table/setting.ts';
import { settingsTable } from '../table.ts';

type Json = Record<string, unknown>;

const shapes: Record<Kind, Json> = {
  text: { type: 'string' },
  path: { type: 'string' },
  switch: { type: 'boolean' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  duration: { type: ['number', 'string'] },
  list: { type: ['array', 'string'], items: { type: 'string' } },
  headers: { type: 'object', additionalProperties: { type: 'string' } },
  object: { type: 'object' },
};

/** JSON Schema of the config file, made from the settings table: its shape, with which a file is refused. */
export function configSchema(): Json {
  return buildSchema(({ type, help }) => ({ ...shapes[type], description: help }));
}

/** The same for editors, with what may be chosen and within which limits; ends with a line break. */
export function configSchemaText(): string {
  const schema = buildSchema(editorLeaf);
  const head = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:smartfile-scim-conformance:config',
    title: 'scim-conformance.config.json',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}

function editorLeaf({ type, help, default: standard, choices, min, max }: Setting): Json {
  const shape = shapes[type];
  const leaf: Json = { ...shape, description: help };
  if (type === 'integer' || type === 'number')
    Object.assign(leaf, min !== undefined && { minimum: min }, max !== undefined && { maximum: max });
  if (choices !== undefined && type === 'list') leaf.items = { type: 'string', enum: [...choices] };
  else if (choices !== undefined) leaf.enum = [...choices];
  if (standard !== undefined)
    leaf.default = type === 'text' || type === 'duration' ? standard : JSON.parse(standard);
  return leaf;
}

function buildSchema(makeLeaf: (setting: Setting) => Json): Json {
  const root = {
    type: 'object',
    properties: { $schema: { type: 'string' } } as Json,
    additionalProperties: false,
  };
  for (const setting of settingsTable as readonly Setting[]) {
    if (!setting.key) continue;
    const [first = '', second] = setting.key.split('.');
    const leaf = makeLeaf(setting);
    if (second === undefined) {
      root.properties[first] = leaf;
      continue;
    }
    root.properties[first] ??= { type: 'object', properties: {}, additionalProperties: false };
    (root.properties[first] as { properties: Json }).properties[second] = leaf;
  }
  return root;
}
