import { describe, expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { markdown } from '../../reporters/markdown.ts';
import { brokenRun, definition, outcome, parts, row } from './synthetic.ts';

describe('Markdown', () => {
  test('of a conformant run is a few lines', () => {
    const report = buildReport(
      parts({
        rows: [row('r:a')],
        definitions: [definition('users.a', ['r:a'])],
        outcomes: [outcome('users.a', 'pass')],
      }),
    );
    expect(markdown(report)).toMatchInlineSnapshot(`
      "## SCIM conformance: conformant

      \`https://files.example.test/ftp/scim\` under profile smartfile 1.0; full run; 12.4 s, 0 requests.

      | source | verdict | requirements |
      |---|---|---|
      | rfc | conformant | 1 passed |
      | entra | incomplete | nothing |
      | smartfile | incomplete | nothing |
      | practice (shown only) | incomplete | nothing |

      Requirements: 1 known, 1 checkable, 1 in scope, 1 judged; 1 binding. Checks: 1 of 1 selected: 1 passed.
      "
    `);
  });

  test('of a run broken all over stays short enough for a comment and runs nothing', () => {
    const text = markdown(buildReport(brokenRun()));
    expect(text.length).toBeLessThan(10_000);
    expect(text).toContain('### What is wrong');
    expect(text).not.toMatch(/(?<!\\)<script/);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202e]/u);
  });
});
