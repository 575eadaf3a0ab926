import type { AttributeType, SchemaAttribute } from '../model.ts';

type Characteristics = Partial<Omit<SchemaAttribute, 'name' | 'type' | 'description'>>;

/** An attribute with the defaults of RFC 7643 section 2.2, save what `characteristics` says. */
export function attribute(
  name: string,
  type: AttributeType,
  description: string,
  characteristics: Characteristics = {},
): SchemaAttribute {
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    // References and binary data have no case-insensitive form (sections 2.3.6 and 2.3.7).
    caseExact: type === 'reference' || type === 'binary',
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    referenceTypes: type === 'reference' ? ['external'] : [],
    subAttributes: [],
    ...characteristics,
  };
}

/** A multi-valued complex attribute with the customary sub-attributes of RFC 7643 section 2.4. */
export function plural(
  name: string,
  description: string,
  value: SchemaAttribute,
  types: string[],
  extra: Characteristics = {},
): SchemaAttribute {
  return attribute(name, 'complex', description, {
    multiValued: true,
    subAttributes: [
      value,
      attribute('display', 'string', 'Text to show for this value.'),
      attribute('type', 'string', 'What this value is used for.', { canonicalValues: types }),
      attribute('primary', 'boolean', 'Whether this value is the preferred one.'),
    ],
    ...extra,
  });
}

/** The published form of an attribute: empty characteristics are left out, as RFC 7643 section 8.7 does. */
export function publish(definition: SchemaAttribute): Record<string, unknown> {
  const { canonicalValues, referenceTypes, subAttributes, caseExact, uniqueness, ...rest } = definition;
  return {
    ...rest,
    ...(rest.type === 'complex' || rest.type === 'boolean' ? {} : { caseExact }),
    uniqueness,
    ...(canonicalValues.length > 0 ? { canonicalValues } : {}),
    ...(referenceTypes.length > 0 ? { referenceTypes } : {}),
    ...(subAttributes.length > 0 ? { subAttributes: subAttributes.map(publish) } : {}),
  };
}
