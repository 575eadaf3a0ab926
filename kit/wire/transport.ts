import { request } from 'node:http';
import { connect, type SecureVersion } from 'node:tls';
import { failureOf } from './wire.ts';

/** What came of knocking at the transport below the endpoint: an HTTP status, a TLS version, or why nothing did. */
export type Knock = { status: number } | { version: string } | { failure: string };

/** Old versions need ciphers and signatures that OpenSSL leaves out by default. */
const OLD = 'DEFAULT@SECLEVEL=0';

/**
 * Offers one version of TLS to the host of an https address and ends the connection after the handshake. Sends no
 * request and trusts any certificate, as it says nothing of interest.
 */
export function shakeHands(url: string, version: SecureVersion, timeoutMs: number): Promise<Knock> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const old = version === 'TLSv1' || version === 'TLSv1.1';
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      minVersion: version,
      maxVersion: version,
      rejectUnauthorized: false,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ...(old ? { ciphers: OLD } : {}),
    });
    const end = (knock: Knock) => {
      socket.destroy();
      resolve(knock);
    };
    socket.setTimeout(timeoutMs, () => end({ failure: 'ETIMEDOUT' }));
    socket.once('secureConnect', () => end({ version: socket.getProtocol() ?? version }));
    socket.once('error', (error) => end({ failure: failureOf(error).code }));
    socket.once('close', () => end({ failure: 'ECONNRESET' }));
  });
}

/**
 * Asks the host of an https address for the same path over plain HTTP, without any credential: on port 80, or on the
 * port that the address names.
 */
export function askPlainly(url: string, timeoutMs: number): Promise<Knock> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve) => {
    const sent = request(
      {
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port || 80),
        path: pathname,
        timeout: timeoutMs,
      },
      (answer) => {
        resolve({ status: answer.statusCode ?? 0 });
        sent.destroy();
      },
    );
    sent.once('timeout', () => sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    sent.once('error', (error) => resolve({ failure: failureOf(error).code }));
    sent.end();
  });
}
