import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadProfile, profileNames, severityOf, validateProfile } from '../../config/profiles.ts';
import { rowById } from '../../config/requirements/catalogue.ts';
import { readPackageJson } from '../../schemas/packageRoot.ts';

const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('profiles', () => {
  it.each(profileNames)('%s is well-formed and regrades rows that exist', (name) => {
    const file = `config/profiles/${name}.json`;
    expect(validateProfile(readPackageJson<unknown>(file), file).name).toBe(name);
    expect(loadProfile(name)).toMatchObject(readPackageJson<object>(file));
    expect(Object.keys(readPackageJson<object>(file))).toEqual([
      'name',
      'version',
      'decides',
      'resources',
      'assume',
      'matching',
      'mapping',
      'softDelete',
      'severity',
    ]);
  });

  it.each([
    ['smartfile', ['rfc', 'entra', 'smartfile', 'practice'], []],
    ['rfc', ['rfc'], ['practice']],
    ['entra', ['entra', 'practice'], ['rfc']],
    ['okta', ['okta', 'practice'], ['rfc']],
  ])('%s decides on %j and shows %j', (name, decides, shows) => {
    expect(loadProfile(name)).toMatchObject({ decides, shows });
  });

  it('assumes nothing under profile rfc', () => {
    expect(loadProfile('rfc').assume).toEqual({});
  });

  it('gives the severity of the row unless the profile regrades it', () => {
    const row = rowById('7644:3.6/deleted-no-conflict');
    if (!row) throw new Error('the row is missing');
    expect(severityOf(row, loadProfile('rfc'))).toBe('warning');
    expect(severityOf(row, loadProfile('smartfile'))).toBe('violation');
  });

  it('grades down the RFC row where a client that decides wants another answer', () => {
    for (const name of ['smartfile', 'entra']) {
      const row = { id: '7644:3.5.2.3/replace-filter-nomatch', severity: 'violation' as const };
      expect(severityOf(row, loadProfile(name)), name).toBe('note');
    }
  });

  it.each(profileNames)(
    '%s gives a reason for each row that it regrades, and changes its severity',
    (name) => {
      for (const { row, to, reason } of loadProfile(name).severity) {
        expect(rowById(row)?.severity, row).not.toBe(to);
        expect(reason.length, row).toBeGreaterThan(40);
      }
    },
  );
});

describe('profile files that do not fit', () => {
  const base = loadProfile('smartfile');

  it.each([
    ['an unknown member', { ...base, strict: true }, /mine\.json: \/strict is not a known member/],
    [
      'an unknown feature',
      { ...base, assume: { features: { patching: true } } },
      /mine\.json: \/assume\/features\/patching is not a known member/,
    ],
    [
      'a wrong value',
      { ...base, resources: 'people' },
      /mine\.json: \/resources must be one of users, groups, both, not "people"/,
    ],
    ['a missing member', { ...base, version: undefined }, /mine\.json: \/version is missing/],
    [
      'a row that is not there',
      { ...base, severity: [{ row: '7644:3.6/none', to: 'note', reason: 'not used here' }] },
      /mine\.json: \/severity\/0\/row is "7644:3\.6\/none", which is not a row of the catalogue/,
    ],
    [
      'a source that decides and is shown',
      { ...base, shows: ['rfc'] },
      /mine\.json: \/shows\/0 is "rfc", which is already in \/decides/,
    ],
  ])('are refused with file and JSON path: %s', (_, profile, message) => {
    const file = written('mine.json', JSON.stringify(profile));
    expect(() => loadProfile(file)).toThrow(message);
  });

  it('names the profiles there are when a name is unknown', () => {
    expect(() => loadProfile('smartfiel')).toThrow(
      /"smartfiel": no such file, and not one of smartfile, rfc, entra, okta/,
    );
  });

  it('names the file when it is not JSON', () => {
    expect(() => loadProfile(written('bad.json', '{ "name": '))).toThrow(
      /bad\.json: is not JSON: line 1, column 11 /,
    );
  });

  it('accepts a profile of a user with rows of a source of its own', () => {
    const own = {
      ...base,
      name: 'acme',
      decides: ['rfc', 'x-acme'],
      severity: [{ row: 'x-acme:1', to: 'note', reason: 'We know of this one.' }],
    };
    expect(loadProfile(written('acme.json', JSON.stringify(own))).name).toBe('acme');
  });
});
