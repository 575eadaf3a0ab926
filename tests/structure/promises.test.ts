import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConsequences } from '../../config/diagnoses/consequences.ts';
import { diagnosisOfRow, loadDiagnoses } from '../../config/diagnoses/diagnoses.ts';
import { loadProfile, profileNames } from '../../config/profiles.ts';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { catalogue, catalogueVersion } from '../../suites/catalogue.ts';

// What a release promises and no run shows as wrong when it is changed by mistake: a severity lowered, a condition or a
// client's grading dropped, a harm played down, a row that belongs to another diagnosis. Where a change is meant,
// `npx vitest run tests/structure/promises.test.ts -u` writes it down, and the difference is read like code.

const parts = (...all: (string | undefined)[]) =>
  all.filter((one) => one !== undefined && one !== '').join('; ');

const rows = loadRows().map(({ id, level, severity, harm, conditions, notTested }) =>
  parts(
    `row ${id}: ${level} ${severity} ${harm}`,
    conditions.join(' '),
    diagnosisOfRow(id)?.id,
    notTested && 'not tested',
  ),
);
const checks = catalogue.map((entry) =>
  parts(
    `${entry.kind} ${entry.id}: ${entry.verifies.join(' ')}`,
    entry.needs?.join(' '),
    entry.optIn && `opt-in ${entry.optIn}`,
  ),
);
const gradings = profileNames.flatMap((name) =>
  loadProfile(name).severity.map(({ row, to }) => `profile ${name}: ${row} is a ${to}`),
);
const diagnoses = loadDiagnoses().map(({ id, harm }) => `diagnosis ${id}: ${harm}`);
const consequences = loadConsequences().flatMap(({ of, when, follows }) =>
  follows.map((one) => parts(`from ${of}: ${one}`, when && `where ${when}`)),
);

test('rows, checks, gradings and diagnoses are as they were read last', async () => {
  const lines = [
    `catalogue ${catalogueVersion}`,
    ...[rows, checks, gradings, diagnoses, consequences].flatMap((some) => some.sort()),
  ];
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
    fileURLToPath(new URL('promises.txt', import.meta.url)),
  );
});
