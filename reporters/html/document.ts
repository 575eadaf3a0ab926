import { createHash } from 'node:crypto';
import { type Content, html, Markup } from './escape.ts';
import { STYLE } from './style.ts';

/**
 * A page that needs nothing else: no network, no file beside it. Its policy admits only its own style and script, by
 * hash, so that nothing an endpoint answered can run or load anything.
 */
export function htmlDocument(title: string, body: Content, script = ''): string {
  const policy = [
    "default-src 'none'",
    `style-src ${makeHash(STYLE)}`,
    ...(script === '' ? [] : [`script-src ${makeHash(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style></head>
<body>
${body}
${script === '' ? false : html`<script>${new Markup(script)}</script>`}
</body></html>
`.toString();
}

function makeHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
