import { describe, expect, inject, test } from 'vitest';
import type { Outcome } from '../../kit/outcome.ts';
import { catalogue } from '../../suites/catalogue.ts';
import { defects, type FaceName, soundFaces } from '../../tenant/index.ts';
import { byTurns } from '../drawn.ts';
import { examine, findVerifiers, notSound, rowsToKill } from './detect.ts';

/** What an endpoint without discovery documents lacks is said in every profile, whatever the profile then assumes. */
const WITHOUT_DISCOVERY = [
  'fail discovery.resource-types-are-listed: status',
  'fail discovery.schemas-are-listed: status',
  'fail discovery.service-provider-config-answers: status',
];

/** Whether requests met each other, which is a matter of time. */
const BY_CHANCE = /^race\./;

describe('the sound tenant', () => {
  const seen = new Map<FaceName, Map<string, Outcome>>();
  const asked: Map<string, Outcome>[] = [];

  // The fullest face each day, and the one that limits requests, which rules have to see; the others by turns, and the
  // profiles of other clients with them.
  const turn = byTurns(6, inject('detection') !== 'part');
  for (const face of soundFaces)
    (['full', 'limited'].includes(face) ? test : turn())(
      `on face ${face} nothing fails, is blocked or in error`,
      { timeout: 120_000 },
      async () => {
        const { outcomes, harm, entries } = await examine(face);
        seen.set(face, outcomes);

        expect(notSound(outcomes)).toEqual(face === 'no-discovery' ? WITHOUT_DISCOVERY : []);
        if (face === 'full') expect(entries(), 'what the report would list').toEqual([]);
        expect(harm).toEqual([]);
        const skipped = [...outcomes.values()].filter(({ status }) => status === 'not-applicable');
        expect(skipped.map(({ id, reason }) => `${id}: ${reason}`).sort()).toMatchSnapshot();
        const choices = [...outcomes.values()].flatMap(({ id, observations }) =>
          observations
            .filter(({ key }) => !BY_CHANCE.test(key))
            .map(({ key, value }) => `${id}, ${key}: ${value}`),
        );
        expect(choices.sort()).toMatchSnapshot('choices');
      },
    );

  for (const profile of ['entra', 'okta'])
    turn()(`for profile ${profile} nothing fails, is blocked or in error`, { timeout: 120_000 }, async () => {
      const { outcomes } = await examine('full', { profile });
      asked.push(outcomes);

      expect(notSound(outcomes)).toEqual([]);
    });

  test('every check passes on some face', { timeout: 120_000 }, async () => {
    const passed = new Set<string>();
    const note = (outcomes: Map<string, Outcome>) => {
      for (const { id, status } of outcomes.values()) if (status === 'pass') passed.add(id);
    };
    for (const outcomes of [...seen.values(), ...asked]) note(outcomes);
    // On what was not examined whole, those that passed nowhere are tried.
    const selected = (id: string) => !passed.has(id);
    for (const face of soundFaces) if (!seen.has(face)) note((await examine(face, { selected })).outcomes);
    if (asked.length < 2)
      for (const profile of ['entra', 'okta']) note((await examine('full', { profile, selected })).outcomes);
    const optIn = new Set(catalogue.filter((entry) => entry.optIn !== undefined).map(({ id }) => id));
    expect(catalogue.map(({ id }) => id).filter((id) => !passed.has(id) && !optIn.has(id))).toEqual([]);
  });
});

describe('the catalogue of defects', () => {
  test('names only checks and rows that exist, and each defect once', () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    expect(defects.flatMap(({ kills }) => kills.filter((id) => !ids.has(id)))).toEqual([]);
    expect(new Set(defects.map(({ id }) => id)).size).toBe(defects.length);
  });

  test('every row of weight that a check verifies is broken by a defect that kills such a check', () => {
    const alive = rowsToKill().filter((row) => {
      const verifiers = findVerifiers(row);
      return !defects.some(
        ({ breaks, kills }) => breaks.includes(row) && kills.some((id) => verifiers.includes(id)),
      );
    });
    expect(alive).toEqual([]);
  });

  test('each row that a defect breaks and a check verifies is verified by a check that it kills', () => {
    const unproved = defects.flatMap(({ id, breaks, kills }) =>
      breaks
        .filter(
          (row) => findVerifiers(row).length > 0 && !findVerifiers(row).some((one) => kills.includes(one)),
        )
        .map((row) => `${id}: ${row}`),
    );
    expect(unproved).toEqual([]);
  });

  test('every check is killed by a defect', () => {
    const observing = new Set(
      catalogue
        .filter(({ verifies }) => !verifies.some((row) => rowsToKill().includes(row)))
        .map(({ id }) => id),
    );
    const killed = new Set(defects.flatMap(({ kills }) => kills));
    expect(catalogue.map(({ id }) => id).filter((id) => !killed.has(id) && !observing.has(id))).toEqual([]);
  });
});
