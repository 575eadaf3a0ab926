import type { Defect } from '../defect.ts';

/** What goes wrong with externalId. */
export const externalIdDefects: Defect[] = [
  {
    id: 'create.lowers-external-id',
    says: 'externalId is stored in lower case',
    breaks: ['7643:3.1/externalid-roundtrip', '7643:7/caseexact-preserved', 'entra:R12', 'entra:Q45'],
    kills: [
      'attributes.external-id-is-kept',
      'attributes.case-is-kept-where-it-counts',
      'entra.external-id-is-kept-and-found',
      'entra.values-are-stored-as-sent',
    ],
    semantics: {
      keep: (value, { name }) => (name === 'externalId' ? String(value).toLowerCase() : value),
    },
  },
  {
    id: 'create.invents-external-id',
    says: 'the tenant makes up an externalId',
    breaks: ['7643:3.1/externalid-not-invented'],
    kills: ['attributes.external-id-is-not-invented'],
    semantics: { represent: (full, { id }) => ({ externalId: `made-${id}`, ...full }) },
  },
];
