import leven from 'leven';

/** Candidates that a hint names. */
const MOST = 3;

/** How far apart two words are; the beginning of the other is nearest, its beginning with slips or a part of it is near. */
function measureDistance(written: string, candidate: string): number | undefined {
  const [word, whole] = [written.toLowerCase(), candidate.toLowerCase()];
  if (word.length >= 3 && whole.startsWith(word)) return 1;
  const allowed = Math.max(1, Math.floor(candidate.length / 3));
  const all = swapped(word, whole) ? 1 : leven(word, whole, { maxDistance: allowed + 1 });
  if (all <= allowed) return all;
  if (word.length < 3) return undefined;
  const begun = leven(word, whole.slice(0, word.length), { maxDistance: 3 });
  if (begun <= Math.max(1, Math.floor(word.length / 4)) && begun <= 2) return allowed + begun;
  // URL for TENANT_URL: the same words, one left out.
  const parts = new Set(whole.split(/[_.-]/));
  const own = word.split(/[_.-]/);
  return own.every((part) => parts.has(part)) ? allowed + 2 : undefined;
}

/** Whether two words differ by two neighbours in each other's place, as fast typing does it. */
function swapped(word: string, whole: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== whole[index]);
  if (at < 0 || word.length !== whole.length) return false;
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2) === whole;
}

/** The candidates that a user most likely meant, the nearest first; none where none is near. */
function nearOnes(word: string, candidates: readonly string[]): { candidate: string; distance: number }[] {
  const near = candidates.flatMap((candidate) => {
    const distance = measureDistance(word, candidate);
    return distance === undefined ? [] : [{ candidate, distance }];
  });
  return near.sort((a, b) => a.distance - b.distance);
}

/** The candidate that a user most likely meant, or undefined where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  return nearOnes(word, candidates)[0]?.candidate;
}

/**
 * A hint that offers the nearest candidate, up to three where none is much nearer than the others, or lists all of them
 * where there are few.
 */
export function suggestion(word: string, candidates: readonly string[], otherwise: string): string {
  const [first, ...others] = nearOnes(word, candidates);
  if (first !== undefined) {
    const near = [first, ...others.filter(({ distance }) => distance <= first.distance + 1)].slice(0, MOST);
    return `Did you mean ${near.map(({ candidate }) => candidate).join(' or ')}?`;
  }
  return candidates.length > 0 && candidates.length <= 16 ? `One of: ${candidates.join(', ')}.` : otherwise;
}
