import { expect, test } from 'vitest';
import { buildReport } from '../../reporters/build.ts';
import { har } from '../../reporters/har.ts';
import { exchange, parts } from './synthetic.ts';

test('an HTTP archive has what HAR 1.2 requires of every entry', () => {
  const lost = { ...exchange(2, 'users.b'), failure: { code: 'ECONNRESET', message: 'socket hang up' } };
  delete lost.response;
  const { log } = JSON.parse(
    har(buildReport(parts()), [
      exchange(1, 'users.a', {
        method: 'POST',
        path: '/Users?attributes=id',
        request: { headers: { 'content-type': 'application/scim+json' }, body: '{"userName":"é"}', cut: 99 },
      }),
      lost,
    ]),
  );
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'smartfile-scim-conformance' } });
  expect(log.entries[0].request).toMatchObject({
    method: 'POST',
    url: 'https://files.example.test/ftp/scim/Users?attributes=id',
    queryString: [{ name: 'attributes', value: 'id' }],
    bodySize: 99,
    postData: { mimeType: 'application/scim+json', text: '{"userName":"é"}' },
  });
  for (const { request, response, timings, cache, startedDateTime } of log.entries) {
    for (const member of ['cookies', 'headers', 'headersSize', 'bodySize', 'httpVersion'])
      expect([member in request, member in response]).toEqual([true, true]);
    expect(response.content).toMatchObject({ size: expect.any(Number), mimeType: expect.any(String) });
    expect([timings, cache, Date.parse(startedDateTime) > 0]).toEqual([expect.any(Object), {}, true]);
  }
  expect(log.entries[1]).toMatchObject({
    response: { status: 0 },
    comment: expect.stringContaining('ECONNRESET'),
  });
});
