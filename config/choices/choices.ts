import { readPackageJson } from '../../schemas/packageRoot.ts';

/** What is said of an observation: its topic, its subject in words, and the parts of its key that vary. */
export interface Choice {
  topic: string;
  says: string;
  varies: string;
}

interface Topic {
  topic: string;
  /** By key; `*` stands for any text, and `{}` in the words for that text. The first that fits counts. */
  choices: Record<string, string>;
}

/** Topic of keys that nobody has words for, such as those of own suites. */
const OTHER = 'Other choices';

let patterns: { topic: string; says: string; pattern: RegExp }[] | undefined;

/** The words for the key of an observation. */
export function findChoice(key: string): Choice {
  patterns ??= readPackageJson<Topic[]>('config/choices/choices.json')
    .flatMap(({ topic, choices }) => Object.entries(choices).map(([of, says]) => ({ topic, of, says })))
    // A key that is written out goes before patterns, and a longer pattern before a shorter one, in whatever topic.
    .sort((a, b) => Number(a.of.includes('*')) - Number(b.of.includes('*')) || b.of.length - a.of.length)
    .map(({ topic, of, says }) => ({ topic, says, pattern: compilePattern(of) }));
  for (const { topic, says, pattern } of patterns) {
    const found = pattern.exec(key);
    if (found === null) continue;
    const varies = found[1] ?? '';
    return says.includes('{}')
      ? { topic, says: says.replace('{}', varies), varies: '' }
      : { topic, says, varies };
  }
  return { topic: OTHER, says: key, varies: '' };
}

/** Topics in the order in which a report shows them. */
export function choiceTopics(): string[] {
  return [...readPackageJson<Topic[]>('config/choices/choices.json').map(({ topic }) => topic), OTHER];
}

function compilePattern(key: string): RegExp {
  const escaped = key.replace(/[.$?+^()[\]{}|\\]/g, '\\$&').replace('*', '(.+)');
  return new RegExp(`^${escaped}$`, 's');
}
