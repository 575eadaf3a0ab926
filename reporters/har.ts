import type { Exchange, Message } from '../kit/evidence/exchange.ts';
import type { Report } from './model.ts';

/**
 * The evidence as an HTTP archive (HAR 1.2), which the developer tools of a browser open. Redacted as recorded; an
 * exchange without an answer has status 0 and the failure in its comment.
 */
export function har(report: Report, exchanges: readonly Exchange[]): string {
  const log = {
    version: '1.2',
    creator: { name: report.tool.name, version: report.tool.version },
    pages: [],
    entries: exchanges.map((exchange) => entry(exchange, report.target.url)),
    comment: `Run ${report.run.id} of profile ${report.profile.name} against ${report.target.url}`,
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entry(exchange: Exchange, url: string) {
  const { request, response, failure, durationMs } = exchange;
  return {
    startedDateTime: exchange.startedAt,
    time: durationMs,
    request: {
      method: exchange.method,
      url: url + exchange.path,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: readQuery(exchange.path),
      ...(request.body === undefined
        ? {}
        : {
            postData: {
              mimeType: request.headers['content-type'] ?? '',
              text: request.body,
              ...cutNote(request),
            },
          }),
      headersSize: -1,
      bodySize: bodySize(request),
    },
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(response?.headers ?? {}),
      content: {
        size: response ? bodySize(response) : 0,
        mimeType: response?.headers['content-type'] ?? '',
        ...(response?.body === undefined ? {} : { text: response.body }),
        ...(response ? cutNote(response) : {}),
      },
      redirectURL: response?.headers.location ?? '',
      headersSize: -1,
      bodySize: response ? bodySize(response) : -1,
    },
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: `#${exchange.number} ${exchange.check} ${exchange.ordinal} (${exchange.purpose})${failure ? ` ${failure.code}: ${failure.message}` : ''}`,
  };
}

function pairs(headers: Record<string, string>) {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function readQuery(path: string) {
  const query = path.split('?')[1];
  return query === undefined ? [] : [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

function bodySize({ body, cut }: Message): number {
  return cut ?? Buffer.byteLength(body ?? '');
}

function cutNote({ cut }: Message) {
  return cut === undefined ? {} : { comment: `cut: the body had ${cut} bytes` };
}
