import type { Defect } from '../defect.ts';

/** Whether Okta sends a request. */
export const isOkta = (headers: Record<string, string>): boolean => /^Okta/.test(headers['user-agent'] ?? '');

/** Defects whose rows are asked for by profile `okta`. */
export const forOkta = (defects: Omit<Defect, 'profile'>[]): Defect[] =>
  defects.map((defect) => ({ ...defect, profile: 'okta' }));
