import { describe, expect, it } from 'vitest';
import { loadConflicts } from '../../config/conflicts.ts';
import { loadPeers } from '../../config/coverage.ts';
import { findReason, loadProfile, profileNames, severityOf } from '../../config/profiles.ts';
import {
  catalogueDigest,
  loadRows,
  rowById,
  rowFiles,
  validateRows,
} from '../../config/requirements/catalogue.ts';
import { graveHarms, type Row, type Severity, suggested } from '../../config/row.ts';
import { readPackageJson } from '../../schemas/packageRoot.ts';

const areasOfTheRfcs: Record<string, number> = {
  discovery: 30,
  schema: 62,
  users: 25,
  groups: 11,
  enterprise: 6,
  'multi-valued': 8,
  create: 16,
  read: 6,
  replace: 16,
  patch: 64,
  delete: 8,
  filter: 45,
  pagination: 19,
  sorting: 12,
  'attributes-projection': 16,
  'search-post': 10,
  cursor: 22,
  bulk: 30,
  me: 6,
  etag: 15,
  errors: 12,
  auth: 15,
  http: 17,
  security: 9,
};

/** Severity of a client's row by its evidence: documented with must, else seen at first hand, else hearsay. */
function severityByEvidence({ evidence, level }: Row): Severity {
  if (level === 'MAY') return 'note';
  if (evidence === 'documented' && level.startsWith('MUST')) return 'violation';
  return evidence === 'second-hand' || evidence === 'inferred' ? 'note' : 'warning';
}

const count = (list: readonly string[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const one of list) found[one] = (found[one] ?? 0) + 1;
  return found;
};

describe('the requirement catalogue', () => {
  const rows = loadRows();
  const rfc = rows.filter(({ source }) => source === 'rfc');

  it.each(rowFiles)('holds well-formed rows with known conditions in %s.json', (name) => {
    const file = `config/requirements/${name}.json`;
    expect(validateRows(readPackageJson<unknown>(file), file).length).toBeGreaterThan(0);
  });

  it('has one row an id', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('has the 480 rows of the RFCs, area by area', () => {
    expect(rfc).toHaveLength(480);
    expect(count(rfc.map(({ area }) => area))).toEqual(areasOfTheRfcs);
    // Twelve that HTTP does not show, and two that need a second credential.
    expect(rfc.filter(({ notTested }) => notTested)).toHaveLength(14);
  });

  it('grades RFC 9865 as warnings at most', () => {
    const cursor = rows.filter(({ id }) => id.startsWith('9865:'));
    expect(cursor).toHaveLength(22);
    expect(cursor.filter(({ severity }) => severity === 'violation')).toEqual([]);
  });

  it('has every entry of the registers of Entra, SmartFile and Okta, without gaps', () => {
    const ids = (prefix: string) => rows.map(({ id }) => id).filter((id) => id.startsWith(prefix));
    const numbered = (prefix: string, last: number, first = 1) =>
      Array.from({ length: last - first + 1 }, (_, at) => `${prefix}${String(first + at).padStart(2, '0')}`);
    expect(ids('entra:R')).toEqual([...numbered('entra:R', 25), ...numbered('entra:R', 37, 30)]);
    expect(ids('entra:Q')).toEqual(numbered('entra:Q', 63));
    for (const prefix of ['smartfile:S', 'okta:O', 'practice:P']) {
      expect(ids(prefix)).toEqual(numbered(prefix, ids(prefix).length));
    }
  });

  it('grades the rows of clients by their evidence, or by their harm where that is grave', () => {
    const clients = rows.filter(({ source }) => ['entra', 'smartfile', 'okta'].includes(source));
    const off = clients.filter(
      (row) =>
        row.evidence === undefined ||
        ![severityByEvidence(row), graveHarms.includes(row.harm) && 'violation'].includes(row.severity),
    );
    expect(off.map(({ id }) => id)).toEqual([]);
  });

  it('says of every row what happens to people when it is broken', () => {
    for (const name of rowFiles)
      for (const { id, harm } of readPackageJson<Row[]>(`config/requirements/${name}.json`))
        expect(harm, id).toMatch(/^(access-kept|wrong-person|data-lost|stops|formal)$/);
  });

  it('gives a reason for each row that is not graded as its level suggests, and for no other', () => {
    const needy = ({ level, severity, harm }: Row) =>
      suggested[level] !== severity || (graveHarms.includes(harm) && severity !== 'violation');
    expect(rows.filter((row) => needy(row) !== (row.reason !== undefined)).map(({ id }) => id)).toEqual([]);
  });

  it.each(profileNames)('lets a grave harm decide in %s, or says why not', (name) => {
    const profile = loadProfile(name);
    const silent = rows
      .filter(({ source, harm }) => profile.decides.includes(source) && graveHarms.includes(harm))
      .filter((row) => severityOf(row, profile) !== 'violation' && findReason(row, profile) === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('gives each row that it names in a reason', () => {
    const reasons = [...rows, ...profileNames.flatMap((name) => loadProfile(name).severity)];
    const named = reasons.flatMap(
      ({ reason = '' }) =>
        reason.match(/\b(?:\d{4}|entra|smartfile|okta|practice):[A-Za-z0-9./-]*[A-Za-z0-9]/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((id) => rowById(id) === undefined)).toEqual([]);
  });

  it('never lets the ServiceProviderConfig decide whether a row of a client applies', () => {
    const allowed =
      /^(provisions-(users|groups)|soft-delete|hard-delete-only|https|remote|(mapped|matching):.+)$/;
    const clients = rows.filter(({ source }) => ['entra', 'smartfile', 'okta'].includes(source));
    expect(clients.flatMap(({ conditions }) => conditions).filter((name) => !allowed.test(name))).toEqual([]);
  });

  it('finds rows by id and has one digest', () => {
    expect(rowById('7644:3.6/deleted-get-404')?.section).toBe('3.6');
    expect(rowById('7644:3.6/nothing')).toBeUndefined();
    expect(catalogueDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(catalogueDigest()).toBe(catalogueDigest());
  });

  it('names conflicts between rows that exist and differ in source, each with its answers', () => {
    const conflicts = loadConflicts();
    expect(new Set(conflicts.map(({ id }) => id)).size).toBe(conflicts.length);
    for (const { id, rows: pair, satisfies } of conflicts) {
      const sources = pair.map((row) => rowById(row)?.source);
      expect(sources, id).not.toContain(undefined);
      expect(sources[0], id).not.toBe(sources[1]);
      expect(Object.keys(satisfies).sort(), id).toEqual([...pair].sort());
      expect(Object.values(satisfies).every((answers) => answers.length > 0)).toBe(true);
    }
  });

  it('maps each of the 362 lines of the peers to rows that exist, or excuses it', () => {
    const peers = loadPeers();
    expect(peers.map(({ number }) => number)).toEqual(Array.from({ length: 362 }, (_, at) => at + 1));
    expect(peers.filter(({ rows: ids, excused }) => ids.length === 0 && !excused)).toEqual([]);
    expect(peers.flatMap(({ rows: ids }) => ids).filter((id) => !rowById(id))).toEqual([]);
  });
});

describe('rows that do not fit', () => {
  const good = {
    id: 'x-acme:1',
    source: 'x-acme',
    area: 'users',
    section: '1',
    link: 'https://example.test/rules',
    level: 'MUST',
    severity: 'violation',
    statement: 'A user of Acme has a cost centre.',
    conditions: ['users'],
  };

  it.each([
    ['an unknown key', { ...good, how: 'GET it' }, /rows\.json: \/0\/how is not a known member/],
    ['a missing key', { ...good, statement: undefined }, /rows\.json: \/0\/statement is missing/],
    [
      'an unknown severity',
      { ...good, severity: 'fatal' },
      /\/0\/severity must be one of violation, warning, note/,
    ],
    [
      'an unknown condition',
      { ...good, conditions: ['patches'] },
      /rows\.json: x-acme:1 names the condition "patches"/,
    ],
    ['a bad path', { ...good, conditions: ['attribute:'] }, /x-acme:1 names the condition "attribute:"/],
    ['an id in use', { ...good, id: 'entra:R01' }, /rows\.json: two rows have the id entra:R01/],
  ])('are refused with file and place: %s', (_, row, message) => {
    expect(() => validateRows([JSON.parse(JSON.stringify(row))], 'rows.json', loadRows())).toThrow(message);
  });

  it('accepts rows of a source of its own, with the old name of conditions, too', () => {
    const { conditions, ...old } = good;
    expect(validateRows([good], 'rows.json', loadRows())).toMatchObject([{ harm: 'formal' }]);
    expect(validateRows([{ ...old, gates: conditions }], 'rows.json')).toMatchObject([{ conditions }]);
  });
});
