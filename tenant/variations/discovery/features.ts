import type { Face } from '../../face.ts';
import type { Variation } from '../variation.ts';

/** Rows that ask for filters by what clients send. */
const filters = [
  ...['R01', 'R02', 'R05', 'R10', 'R11', 'R18', 'R20', 'Q40', 'R04', 'R15', 'R19', 'R24', 'Q18'],
  ...['Q19', 'Q20', 'Q21', 'Q34', 'Q35', 'Q45'],
]
  .map((row) => `entra:${row}`)
  .concat(
    ['S11', 'S12', 'S21', 'S22', 'S08', 'S10', 'S15', 'S25', 'S26', 'S27', 'S28'].map(
      (row) => `smartfile:${row}`,
    ),
  );

/** What is optional, absent; limits, small and large; resource types and extensions that others do not have. */
export const featureVariations: Variation[] = [
  feature(
    'no-sort',
    'there is no sorting',
    ['7643:5', '7644:3.4.2.3'],
    { sort: false },
    { rows: ['7644:3.4.2/sort-unsupported'] },
  ),
  feature(
    'no-bulk',
    'there is no /Bulk',
    ['7643:5', '7644:3.7'],
    { bulk: false },
    { rows: ['7644:3.12/bulk-unsupported'] },
  ),
  feature(
    'no-etags',
    'there are no versions',
    ['7643:5', '7644:3.14'],
    { etag: false },
    { rows: ['7644:3.14/unsupported-etag', '7644:3.14/meta-version'] },
  ),
  feature(
    'no-password-changes',
    'passwords cannot be changed',
    ['7643:5'],
    { changePassword: false },
    { rows: ['7643:5/password-change'] },
  ),
  feature(
    'no-me',
    'there is no /Me',
    ['7644:3.11'],
    { me: false },
    { rows: ['7644:3.11/me-unsupported-501'] },
  ),
  feature('no-search', 'there is no .search and no query over all types', ['7644:3.4.3', '7644:3.4.2.1'], {
    search: false,
  }),
  feature(
    'no-cursors',
    'lists are paged by index and nothing is said of cursors',
    ['9865:4', '7644:3.4.2.4'],
    {
      pagination: { index: true, cursor: false, publish: false },
    },
    { rows: ['9865:4/spc-pagination'] },
  ),
  feature(
    'index-published',
    'lists are paged by index only, which is published',
    ['9865:4'],
    {
      pagination: { index: true, cursor: false, publish: true },
    },
    { rows: ['9865:4/spc-optional-sub'] },
  ),
  feature(
    'cursors-alone',
    'lists are paged by cursors only',
    ['9865:2', '9865:4'],
    { pagination: { index: false, cursor: true, publish: true } },
    { rows: ['9865:2.3/cursor-only'], smartfileRows: ['entra:R06', 'entra:Q32'] },
  ),
  feature(
    'no-patch',
    'there is no PATCH',
    ['7643:5', '7644:3.5.2'],
    { patch: false },
    {
      rows: ['7644:3.5/patch-offered', '7644:3.12/patch-unsupported-501', '7644:3.12/error-501'],
      smartfileRows: [
        ...[
          'R01',
          'R04',
          'R12',
          'R17',
          'R32',
          'R35',
          'Q04',
          'Q05',
          'Q06',
          'Q07',
          'Q08',
          'Q09',
          'Q12',
          'Q13',
          'Q15',
          'Q16',
          'Q17',
          'Q27',
          'Q30',
          'Q40',
          'Q55',
          'Q57',
        ].map((row) => `entra:${row}`),
        'smartfile:S37',
        'entra:R02',
        'entra:R07',
        'entra:R13',
        'entra:R31',
        'entra:G03',
        'entra:G04',
        'smartfile:S14',
        'smartfile:S20',
        'smartfile:S21',
        'smartfile:S22',
        'smartfile:S26',
        'smartfile:S27',
        'smartfile:S30',
      ],
    },
  ),
  feature(
    'no-filters',
    'there are no filters',
    ['7643:5', '7644:3.4.2.2'],
    { filter: false },
    { smartfileRows: filters },
  ),
  feature(
    'pages-of-five',
    'pages hold at most five resources',
    ['7643:5', '7644:3.4.2.4'],
    { limits: { defaultSize: 5, maxSize: 5 } },
    { rows: ['7644:3.4.2.4/count-large'], choice: 'pages' },
  ),
  feature(
    'pages-of-one-by-default',
    'pages hold one resource by default',
    ['7644:3.4.2.4'],
    { limits: { defaultSize: 1, maxSize: 500 } },
    { choice: 'pages' },
  ),
  feature(
    'large-pages',
    'pages hold ten thousand resources',
    ['7643:5'],
    { limits: { defaultSize: 10_000, maxSize: 10_000 } },
    { choice: 'pages' },
  ),
  feature('bulk-of-two', 'a bulk job has two operations and 8 kB at most', ['7644:3.7.4'], {
    bulk: { maxOperations: 2, maxPayloadSize: 8_192 },
  }),
  feature('large-bulk', 'a bulk job has a million operations and 50 MB at most', ['7644:3.7.4'], {
    bulk: { maxOperations: 1_000_000, maxPayloadSize: 50_000_000 },
  }),
  feature(
    'pages-of-one',
    'a page holds one resource',
    ['7643:5', '7644:3.4.2.4'],
    { limits: { defaultSize: 1, maxSize: 1 } },
    { rows: ['7644:3.4.2.4/count-large'], choice: 'pages' },
  ),
  feature('no-vendor-extension', 'accounts have the enterprise extension only', ['7643:3.3'], {
    testExtension: false,
  }),
  feature('enterprise-required', 'every account carries the enterprise extension', ['7643:6'], {
    requiresEnterprise: true,
  }),
];

function feature(
  id: string,
  says: string,
  basis: string[],
  change: Partial<Face>,
  more: Pick<Variation, 'rows' | 'smartfileRows' | 'choice'> = {},
): Variation {
  const [choice = ''] = Object.keys(change);
  return { id: `features.${id}`, says, basis, choice, ...more, options: () => change };
}
