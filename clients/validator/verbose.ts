import { ENTERPRISE } from '../../schemas/attributes.ts';

/** Target paths of the verbose requests and their values; texts as the validator invents them. */
const VALUES: [string, unknown][] = [
  ['active', true],
  ['displayName', 'GTNCXBFJAYYF'],
  ['title', 'NRMIMLXXPFCQ'],
  ['emails[type eq "work"].value', '{mail2}'],
  ['emails[type eq "work"].primary', true],
  ['preferredLanguage', 'ii'],
  ['name.givenName', 'Santa'],
  ['name.familyName', 'Isabel'],
  ['name.formatted', 'Cathy'],
  ['name.middleName', 'Lacey'],
  ['name.honorificPrefix', 'Gerry'],
  ['name.honorificSuffix', 'Mabel'],
  ['addresses[type eq "work"].formatted', 'ZQEHBLETAAQE'],
  ['addresses[type eq "work"].streetAddress', '9275 Wolff Way'],
  ['addresses[type eq "work"].locality', 'OUNSUWTTNLQI'],
  ['addresses[type eq "work"].region', 'YYMHBNEMPXFO'],
  ['addresses[type eq "work"].postalCode', 'bi57 3oj'],
  ['addresses[type eq "work"].primary', true],
  ['addresses[type eq "work"].country', 'LU'],
  ['phoneNumbers[type eq "work"].value', '74-856-4597'],
  ['phoneNumbers[type eq "work"].primary', true],
  ['phoneNumbers[type eq "mobile"].value', '18-377-3215'],
  ['phoneNumbers[type eq "fax"].value', '96-214-5526'],
  ['nickName', 'IIUBBYIPRMZI'],
  ['userType', 'DGTQCJCQGGMD'],
  ['locale', 'de-DE'],
  ['timezone', 'Africa/Kampala'],
  ['profileUrl', 'https://example.test/QKRCIHLPUBHN'],
  ['roles[primary eq "True"].display', 'MEOLTAVDSKYK'],
  ['roles[primary eq "True"].value', 'VQAFDGZAFNJF'],
  ['roles[primary eq "True"].type', 'UERBQDSXCPXE'],
  [`${ENTERPRISE}:employeeNumber`, 'TDWXPGOHBGXL'],
  [`${ENTERPRISE}:department`, 'LSVBMMJXMHAS'],
  [`${ENTERPRISE}:costCenter`, 'YPNQNMDXVYTI'],
  [`${ENTERPRISE}:organization`, 'FZVQEKQOTWOL'],
  [`${ENTERPRISE}:division`, 'NKJUGKTUYKFT'],
];

/** The 36 operations of a verbose request: one for each attribute. */
export function verboseOperations(op: 'add' | 'replace'): object[] {
  // A replace speaks of what the user has, so the elements and extension that it lacks are added.
  const kept =
    op === 'add' ? VALUES : VALUES.filter(([path]) => !/^(roles|phoneNumbers|addresses)\[/.test(path));
  const others =
    op === 'add' ? [] : VALUES.filter(([path]) => /^(roles|phoneNumbers|addresses)\[/.test(path));
  return [
    ...kept.map(([path, value]) => ({ op, path, value })),
    ...others.map(([path, value]) => ({ op: 'add', path, value })),
  ];
}
