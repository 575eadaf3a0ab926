import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { choiceTopics, findChoice } from '../../config/choices/choices.ts';

const suites = new URL('../../suites/', import.meta.url).pathname;

/** The keys that checks write down, with a word in place of what is filled in. */
function keysInSources(): string[] {
  const files = readdirSync(suites, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(suites, name), 'utf8');
    return [...text.matchAll(/\bobserve\(\s*(?:'([^']+)'|`([^`]+)`)/g)].map(([, plain, drawn]) =>
      (plain ?? drawn ?? '').replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'something'),
    );
  });
}

describe('choices in words', () => {
  it('exist for every observation of the catalogue', () => {
    const keys = keysInSources();
    expect(keys.length).toBeGreaterThan(80);
    // Keys that begin with what is filled in are named in full by the patterns of their endings.
    const wordless = keys.filter((key) => !key.startsWith('something') && findChoice(key).says === key);
    expect(wordless).toEqual([]);
  });

  it('take the part of a key that varies into the words, or give it beside them', () => {
    expect(findChoice('create.schemas-unknown')).toEqual({
      topic: 'Creating',
      says: 'A create whose schemas are unknown',
      varies: '',
    });
    expect(findChoice('accept.image/png')).toEqual({
      topic: 'HTTP',
      says: 'Another Accept',
      varies: 'image/png',
    });
    expect(findChoice('x-mine.colour')).toEqual({
      topic: 'Other choices',
      says: 'x-mine.colour',
      varies: '',
    });
  });

  it('have topics of their own', () => {
    expect(new Set(choiceTopics()).size).toBe(choiceTopics().length);
  });
});
