import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { writeCurl } from '../../reporters/html/curl.ts';
import { escapeHtml, html, webAddress } from '../../reporters/html/escape.ts';
import { reportHtml } from '../../reporters/html/page.ts';
import { markdown } from '../../reporters/markdown.ts';
import { brokenRun, definition, exchange, finding, HOSTILE, outcome, parts, row } from './synthetic.ts';

const page = reportHtml(buildReport(brokenRun()));

describe('the page over an endpoint that answers to hurt its reader', () => {
  it('holds none of its markup, controls or separators', () => {
    for (const markup of ['<script>alert', '<img']) expect(page.includes(markup), markup).toBe(false);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).toMatch(/<script type="application\/octet-stream" id="archive">[\w+/=]+<\/script>/);
    expect(page.match(/<style/g)).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('admits only its own style and script, and needs no network', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const hash = (tag: string) => {
      const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/ (src|style|on\w+)="/);
    expect(page).not.toMatch(/<(link|iframe|object|embed|base)\b/);
  });

  it('stays under 5 MB for 600 checks with evidence', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
  });

  it('has a place for each check and requirement, once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('check-hard-delete.fact-number-404');
    expect(ids.filter((id) => id?.startsWith('check-'))).toHaveLength(600);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('says what is wrong in a few cards, however many checks failed', () => {
    const cards = [...page.matchAll(/<article class="cause [^"]*" id="cause-\d+"/g)];
    expect(cards.length).toBeGreaterThan(0);
    expect(cards.length).toBeLessThan(20);
    expect(page).toMatch(/explains \d+ of \d+ failures/);
  });

  it('is the same page for the same report', () => {
    expect(reportHtml(buildReport(brokenRun()))).toBe(page);
  });
});

test('a run that asked nothing says that the endpoint was not checked, and why, without a count', () => {
  const ended = { why: 'preflight' as const, message: 'the endpoint answered 401', hint: 'check SCIM_TOKEN' };
  const checks = { rows: [row('r1')], definitions: [definition('a.one', ['r1'])] };
  const [header] = reportHtml(buildReport(parts({ ...checks, run: { ...parts().run, ended } }))).split(
    '</header>',
  );
  expect(header).toContain('<p>The endpoint was not checked.</p>');
  expect(header).toContain('<b>Why.</b> The endpoint answered 401.');
  expect(header?.slice(header.indexOf('<header>'))).not.toMatch(/preflight|could not be judged/);
});

test('a check that looks at what others sent shows it as well', () => {
  const looks = outcome('a.one', 'pass', { exchanges: [1] });
  const run = parts({
    rows: [row('r1')],
    definitions: [definition('a.one', ['r1'])],
    outcomes: [looks],
    exchanges: [exchange(1, 'shared:user')],
  });
  const text = reportHtml(buildReport(run), { exchanges: run.exchanges });
  expect(text).toContain('data-check="a.one"><summary>Evidence: 1 exchange');
  expect(text).not.toContain('this page leaves out');
});

test('the first screen says of each cause what it means for people', () => {
  const run = parts({
    rows: [row('r1', { harm: 'access-kept' })],
    definitions: [definition('a.one', ['r1'])],
    outcomes: [outcome('a.one', 'fail', { findings: [finding('r1')] })],
  });
  const [header = ''] = reportHtml(buildReport(run)).split('</header>');
  expect(header).toContain('Someone keeps or gets access that they should not have. Violation;');
});

describe('a finding on the page', () => {
  it('shows expected, observed, what to do, the requirement and the exchange with its command', () => {
    const text = reportHtml(
      buildReport(
        parts({
          rows: [row('r1', { fix: 'Answer 404.' })],
          definitions: [definition('a.one', ['r1'])],
          outcomes: [
            outcome('a.one', 'fail', { findings: [finding('r1', { exchanges: [1] })], exchanges: [1] }),
          ],
          exchanges: [exchange(1, 'a.one', { requestId: 'req-77' })],
        }),
      ),
    );
    for (const part of [
      '<td>404</td>',
      '<td>200</td>',
      'Answer 404.',
      'section-3.6',
      'req-77',
      '$SCIM_TOKEN',
    ]) {
      expect(text.includes(part), part).toBe(true);
    }
  });

  it('does not say that nothing is wrong where no check was carried out', () => {
    const checks = { definitions: [definition('a.one', ['r1'])], outcomes: [outcome('a.one', 'not-run')] };
    const text = reportHtml(buildReport(parts({ rows: [row('r1')], ...checks })));
    expect(text).toContain('nothing is known about the endpoint');
    expect(text).not.toContain('No check failed');
  });

  it('says so where nothing is wrong', () => {
    const checks = { definitions: [definition('a.one', ['r1'])], outcomes: [outcome('a.one', 'pass')] };
    const text = reportHtml(buildReport(parts({ rows: [row('r1')], ...checks })));
    expect(text).toContain('<p class="word">Conformant</p>');
    expect(text).toContain('No check failed, was blocked or ended in error.');
  });
});

describe('the command that repeats a request', () => {
  const quote = {
    method: 'POST',
    path: "/Users?filter=a eq 'b'",
    request: { headers: {}, body: `{"a":"it's $(id)"}` },
  };

  it('takes the token from the environment and quotes everything else', () => {
    const headers = {
      Authorization: '[redacted]',
      'Content-Type': 'application/scim+json',
      host: 'a',
      'Content-Length': '9',
    };
    const sent = exchange(1, 'a.one', { ...quote, request: { ...quote.request, headers } });
    expect(writeCurl(sent, 'https://files.example.test/scim/')).toBe(
      [
        'curl -sS -i',
        '-X POST',
        '-H "Authorization: Bearer $SCIM_TOKEN"',
        "-H 'Content-Type: application/scim+json'",
        String.raw`--data-binary '{"a":"it'\''s $(id)"}'`,
        String.raw`'https://files.example.test/scim/Users?filter=a eq '\''b'\'''`,
      ].join(' \\\n  '),
    );
  });

  it('sends no token where the check sent none', () => {
    expect(writeCurl(exchange(1, 'a.one', quote), 'https://a.example.test')).not.toContain('SCIM_TOKEN');
  });
});

describe('markup', () => {
  it('escapes values and joins lists', () => {
    const list = ['<a>', '"b"'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul title="${'\'"'}">${list}${undefined}${false}${0}</ul>`.toString()).toBe(
      '<ul title="&#39;&quot;"><li>&lt;a&gt;</li><li>&quot;b&quot;</li></ul>'.replace('</ul>', '0</ul>'),
    );
    expect(escapeHtml(HOSTILE)).not.toMatch(/[<>"'`]/);
    expect(escapeHtml('a\ud800b\tc\nd')).toBe('a\\ud800b\tc\nd');
  });

  it('links to http and https only', () => {
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress(' https://a.example.test')).toBeUndefined();
    expect(webAddress('https://a.example.test/b#c')).toBe('https://a.example.test/b#c');
  });
});

test('the page says first of which product it is, where that is known', () => {
  const report = buildReport(brokenRun());
  const named = { ...report, target: { ...report.target, product: 'Drive <3.1>' } };
  const page = reportHtml(named);
  expect(page).toContain('<h1>Drive &lt;3.1&gt;</h1>');
  expect(page).toContain(`<p><code>${report.target.url}</code></p>`);
  expect(page).toMatch(/<title>[^<]*Drive &lt;3\.1&gt;/);
  expect(markdown(named)).toContain('**Drive ');
  expect(reportHtml(report)).toContain(`<h1>${report.target.url}</h1>`);
});

test('a report of the tenant that comes with the tool says that it is a demonstration', () => {
  const report = buildReport(brokenRun());
  const own = { ...report, target: { ...report.target, embedded: true as const } };
  expect(reportHtml(own)).toContain('Demonstration: this is the tenant that comes with the tool');
  expect(page).not.toContain('Demonstration');
});
