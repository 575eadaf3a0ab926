import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { attributesIn } from '../kit.ts';

interface AttributeDefect extends Pick<Defect, 'id' | 'says' | 'breaks' | 'kills'> {
  of: string;
  sub?: string;
  change: ScimObject;
}

/** What goes wrong with the attributes that schemas define. */
export const definitionDefects: Defect[] = [
  attributeDefect({
    id: 'published.name-with-space',
    says: 'an attribute has a space in its name',
    breaks: ['7643:2.1/attr-name-abnf'],
    kills: ['discovery.attributes-have-legal-names'],
    of: 'nickName',
    change: { name: 'nick name' },
  }),
  {
    id: 'discovery.mutability-misspelled',
    says: 'mutability is "read-write"',
    breaks: ['7643:7/char-enums'],
    kills: ['discovery.characteristics-are-keywords'],
    publishes(name, document) {
      if (name === 'Schemas')
        for (const attribute of attributesIn(document)) attribute.mutability = 'read-write';
      return document;
    },
  },
  attributeDefect({
    id: 'published.complex-in-complex',
    says: 'a sub-attribute is complex itself',
    breaks: ['7643:2.3.8/no-nested-complex'],
    kills: ['discovery.characteristics-are-keywords'],
    of: 'entitlements',
    change: {
      subAttributes: [
        {
          name: 'value',
          type: 'complex',
          multiValued: false,
          required: false,
          mutability: 'readWrite',
          returned: 'default',
          subAttributes: [],
        },
      ],
    },
  }),
  attributeDefect({
    id: 'published.number-of-values-not-stated',
    says: 'an attribute does not state whether it has several values',
    breaks: ['7643:7/char-complete'],
    kills: ['discovery.characteristics-are-complete'],
    of: 'title',
    change: { multiValued: undefined },
  }),
  attributeDefect({
    id: 'published.complex-without-parts',
    says: 'a complex attribute has no sub-attributes',
    breaks: ['7643:7/complex-has-subattributes'],
    kills: ['discovery.characteristics-are-complete'],
    of: 'entitlements',
    change: { subAttributes: undefined },
  }),
  attributeDefect({
    id: 'published.reference-to-anything',
    says: 'a reference has no referenceTypes',
    breaks: ['7643:7/reference-types'],
    kills: ['discovery.characteristics-are-complete'],
    of: 'profileUrl',
    change: { referenceTypes: undefined },
  }),
  attributeDefect({
    id: 'published.type-of-its-own',
    says: 'an attribute of an extension is of type "money"',
    breaks: ['7643:2.3/no-new-types'],
    kills: ['discovery.extensions-bring-no-types'],
    of: 'costCenter',
    change: { type: 'money' },
  }),
  attributeDefect({
    id: 'published.primary-as-text',
    says: 'primary is a string',
    breaks: ['7643:2.4/subattr-meaning'],
    kills: ['discovery.standard-attributes-keep-their-meaning'],
    of: 'roles',
    sub: 'primary',
    change: { type: 'string', caseExact: false, uniqueness: 'none' },
  }),
  {
    id: 'published.id-writable',
    says: 'a schema lists the id as readWrite',
    breaks: ['7643:3.1/id-characteristics'],
    kills: ['discovery.standard-attributes-keep-their-meaning'],
    publishes(name, document) {
      const id = {
        name: 'id',
        type: 'string',
        multiValued: false,
        description: 'Identifier.',
        required: false,
        caseExact: true,
        mutability: 'readWrite',
        returned: 'always',
        uniqueness: 'server',
      };
      if (name !== 'Schemas') return document;
      const entries = (document.Resources as ScimObject[]).filter(isObject);
      const user = entries.find((entry) => entry.id === SCHEMA.user);
      const Resources = entries.map((entry) =>
        entry === user ? { ...user, attributes: [id, ...(user.attributes as ScimObject[])] } : entry,
      );
      return { ...document, Resources };
    },
  },
];

/** A defect that publishes one attribute otherwise and leaves the behaviour as it is. */
function attributeDefect({ of, sub, change, ...defect }: AttributeDefect): Defect {
  return {
    ...defect,
    publishes(name, document) {
      if (name !== 'Schemas') return document;
      const attribute = attributesIn(document).find((one) => one.name === of);
      const subs = attribute?.subAttributes as ScimObject[] | undefined;
      const target = sub === undefined ? attribute : subs?.find((one) => one.name === sub);
      if (target) Object.assign(target, change);
      return document;
    },
  };
}
