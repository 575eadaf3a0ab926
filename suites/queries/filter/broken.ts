import { fixture } from '../../../kit/check/given.ts';
import { quote } from '../../../kit/check/scim.ts';
import { type SharedAnswer, sharedAnswer } from '../../../kit/check/sharedAnswer.ts';

/** A filter that the grammar of RFC 7644 section 3.4.2.2 does not know and that means nothing to a reader either. */
export interface BrokenFilter {
  key: string;
  filter: string;
  /** A list is graded down, not failed. */
  tolerated?: true;
}

/**
 * Broken filters by what is wrong with them. None is a form that a client is known to send, such as a text without
 * quotes or in single ones, or `not` without parentheses.
 * @param value a quoted text that no resource has
 */
export function brokenFilters(value: string): BrokenFilter[] {
  const whole = `userName eq ${value}`;
  return [
    { key: 'empty', filter: '', tolerated: true },
    { key: 'blank', filter: '  ', tolerated: true },
    { key: 'no-value', filter: 'userName eq' },
    { key: 'no-attribute', filter: `eq ${value}` },
    { key: 'no-operator', filter: `userName ${value}` },
    { key: 'attribute-alone', filter: 'userName' },
    { key: 'value-alone', filter: value },
    { key: 'operator-alone', filter: 'pr' },
    { key: 'operator-twice', filter: `userName eq eq ${value}` },
    { key: 'value-twice', filter: `${whole} ${value}` },
    { key: 'value-after-pr', filter: `userName pr ${value}` },
    { key: 'word-after-expression', filter: `${whole} conf` },
    { key: 'two-expressions', filter: `${whole} ${whole}` },
    { key: 'semicolon', filter: `${whole};` },
    { key: 'comma', filter: `userName,id eq ${value}` },
    { key: 'open-quote', filter: `userName eq ${value.slice(0, -1)}` },
    { key: 'lone-closing-quote', filter: `userName eq ${value.slice(1)}` },
    { key: 'unknown-escape', filter: `userName eq ${value.slice(0, -1)}\\x"` },
    { key: 'short-unicode-escape', filter: `userName eq ${value.slice(0, -1)}\\u12"` },
    { key: 'object-value', filter: `userName eq {"value":${value}}` },
    { key: 'array-value', filter: `userName eq [${value}]` },
    { key: 'and-alone', filter: 'and' },
    { key: 'and-first', filter: `and ${whole}` },
    { key: 'and-last', filter: `${whole} and` },
    { key: 'or-first', filter: `or ${whole}` },
    { key: 'or-last', filter: `${whole} or` },
    { key: 'and-or', filter: `${whole} and or id pr` },
    { key: 'unknown-logical-operator', filter: `${whole} xor ${whole}` },
    { key: 'not-alone', filter: 'not' },
    { key: 'not-of-nothing', filter: 'not ()' },
    { key: 'parentheses-alone', filter: '()' },
    { key: 'open-parenthesis', filter: `(${whole}` },
    { key: 'closing-parenthesis', filter: `${whole})` },
    { key: 'reversed-parentheses', filter: `)${whole}(` },
    { key: 'open-bracket', filter: `emails[value eq ${value}` },
    { key: 'closing-bracket', filter: `emails value eq ${value}]` },
    { key: 'empty-brackets', filter: 'emails[]' },
    { key: 'brackets-of-an-attribute', filter: 'emails[value]' },
    { key: 'dot-first', filter: `.userName eq ${value}` },
    { key: 'dot-last', filter: `userName. eq ${value}` },
    { key: 'digit-first', filter: `1userName eq ${value}` },
  ];
}

/** The broken filters of the run. */
export const brokenFilterList = fixture(
  'queries.broken-filters',
  async ({ given }): Promise<BrokenFilter[]> => brokenFilters(quote(given.unique())),
);

/** What a broken filter of the run is answered. */
export function brokenAnswer({ key, filter }: BrokenFilter): SharedAnswer {
  return sharedAnswer(`queries.broken-filter.${key}`, ({ scim, given }) =>
    scim.find(given.users, filter, { count: 2 }),
  );
}
