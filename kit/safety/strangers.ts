import { isObject } from '../../schemas/attributes.ts';
import type { Outcome } from '../outcome.ts';

const MASK = '"(of another resource)"';
const MOST = 50_000;
/** Members whose values say what something is, not whose it is. */
const NO_DATA = new Set(['schemas', 'type', 'resourcetype', 'op', 'scimtype']);
const WORDS = new Set([
  'work',
  'home',
  'other',
  'mobile',
  'user',
  'group',
  'direct',
  'indirect',
  'true',
  'false',
]);

/**
 * Remembers the text values of resources that are not the run's own, so that what is said of a check names none of
 * them. In memory only.
 */
export class Strangers {
  private readonly values = new Set<string>();

  /** Remembers the strings of a resource. */
  note(resource: unknown): void {
    if (this.values.size >= MOST) return;
    if (typeof resource === 'string') {
      if (resource.length > 2 && resource.length <= 1_000 && !WORDS.has(resource.toLowerCase()))
        this.values.add(resource);
    } else if (Array.isArray(resource)) for (const element of resource) this.note(element);
    else if (isObject(resource))
      for (const [name, value] of Object.entries(resource))
        if (!NO_DATA.has(name.toLowerCase())) this.note(value);
  }

  /** A text with each quoted value of a stranger masked, also where the text was cut within one. */
  text(value: string): string {
    if (this.values.size === 0 || !value.includes('"')) return value;
    return value.replace(/"((?:[^"\\]|\\.)*)("|$)/gs, (found, inner: string, end: string) => {
      if (end === '"') return this.values.has(unescaped(inner)) ? MASK : found;
      const begun = unescaped(inner.replace(/(\.\.\.|…)$/, ''));
      return begun.length > 2 && [...this.values].some((one) => one.startsWith(begun)) ? MASK : found;
    });
  }
}

/** Applies a function to every text of an outcome that may quote the endpoint; keys and ids stay. */
export function mapTexts(outcome: Outcome, by: (text: string) => string): Outcome {
  const { blockedBy, error, explanation } = outcome;
  return {
    ...outcome,
    findings: outcome.findings.map((finding) => ({
      ...finding,
      expected: by(finding.expected),
      observed: by(finding.observed),
    })),
    remarks: outcome.remarks.map((remark) => ({ ...remark, text: by(remark.text) })),
    observations: outcome.observations.map(({ key, value }) => ({ key, value: by(value) })),
    ...(blockedBy && {
      blockedBy: { ...blockedBy, signature: by(blockedBy.signature), request: by(blockedBy.request) },
    }),
    ...(error !== undefined && { error: by(error) }),
    ...(explanation !== undefined && { explanation: by(explanation) }),
  };
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
