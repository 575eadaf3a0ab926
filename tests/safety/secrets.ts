import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Twist, withText } from './twisted.ts';

const key = 'Canary-Key+/9';
const password = 'Canary/Pass=word+~9';
export const token = `${key}:${password}`;

/** Every way in which an endpoint or a library may write a secret. */
function listForms(secret: string): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    base64(secret).replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    // Inside a longer text, as in an Authorization header that is logged in base64.
    ...['x', 'xx', 'Bearer '].map((before) => base64(`${before}${secret} after`)),
    [...secret].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    [...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  ];
}
const forms = [...new Set([token, key, password].flatMap(listForms))];

export function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

export function leaksIn(text: string): string[] {
  const lower = text.toLowerCase();
  // Eight characters from the middle of a form are as good as the whole.
  return forms.filter((form) =>
    lower.includes(form.slice(...(form.length < 24 ? [0] : [12, 22])).toLowerCase()),
  );
}

/** Everything that the endpoint can say the token in. */
export const echoes: Record<string, Twist> = {
  'error texts and bodies': (answer, { method }) =>
    method === 'GET' || answer.body.length === 0
      ? answer
      : withText(
          { ...answer, status: 400 },
          JSON.stringify({
            schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
            status: '400',
            detail: `bad token ${forms.join(' , ')}`,
          }),
        ),
  'every string of a resource': (answer, { path }) =>
    /\/(Users|Groups)/.test(path) && answer.body.length > 0
      ? withText(
          answer,
          answer.body.toString().replace(/^\{/, () => `{"note":${JSON.stringify(forms)},`),
        )
      : answer,
  'headers and redirects': (answer) => ({
    ...answer,
    headers: {
      ...answer.headers,
      'x-echo': forms.filter((form) => /^[ -~]+$/.test(form)).join(', '),
      'x-request-id': encodeURIComponent(token),
      location: `/ftp/scim/Users/1?access_token=${encodeURIComponent(token)}`,
    },
  }),
  'a page in place of JSON': (answer, { path }) =>
    /\/(Users|Groups)/.test(path)
      ? { ...withText(answer, `<pre>${forms.join('\n')}</pre>`), headers: { 'content-type': 'text/html' } }
      : answer,
};
