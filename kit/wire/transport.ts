import { type ClientRequest, request } from 'node:http';
import type { Socket } from 'node:net';
import { connect, type SecureVersion } from 'node:tls';
import { Stopped } from '../errors.ts';
import { describeFailure } from './wire.ts';

/** What came of knocking at the transport below the endpoint: an HTTP status, a TLS version, or why nothing did. */
export type Knock = { status: number } | { version: string } | { failure: string };

/** Old versions need ciphers and signatures that OpenSSL leaves out by default. */
const OLD = 'DEFAULT@SECLEVEL=0';

/**
 * Offers one version of TLS to the host of an https address and ends the connection after the handshake. Sends no
 * request and trusts any certificate, as it says nothing of interest.
 * @param timeoutMs for the whole handshake, however it drips
 * @param stop ends it at once
 * @throws Stopped
 */
export function shakeHands(
  url: string,
  version: SecureVersion,
  timeoutMs: number,
  stop: AbortSignal,
): Promise<Knock> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const old = version === 'TLSv1' || version === 'TLSv1.1';
  return new Promise((resolve, reject) => {
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
    endAt(socket, timeoutMs, stop);
    socket.once('secureConnect', () => end({ version: socket.getProtocol() ?? version }));
    socket.once('error', (error) => {
      if (stop.aborted) reject(new Stopped('the run was stopped'));
      else end({ failure: describeFailure(error).code });
    });
    socket.once('close', () => end({ failure: 'ECONNRESET' }));
  });
}

/**
 * Asks the host of an https address for the same path over plain HTTP, without any credential: on port 80, or on the
 * port that the address names.
 * @param timeoutMs until the status is known, however the answer drips
 * @param stop ends it at once
 * @throws Stopped
 */
export function askPlainly(url: string, timeoutMs: number, stop: AbortSignal): Promise<Knock> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 80),
      path: pathname,
    });
    endAt(sent, timeoutMs, stop);
    sent.once('response', (answer) => {
      resolve({ status: answer.statusCode ?? 0 });
      sent.destroy();
    });
    sent.on('error', (error) => {
      if (stop.aborted) reject(new Stopped('the run was stopped'));
      else resolve({ failure: describeFailure(error).code });
    });
    sent.end();
  });
}

/**
 * Destroys a connection when its time is up or the run stops. A socket's own timeout counts from the last byte, so
 * that one who drips holds it open for ever.
 */
export function endAt(socket: Socket | ClientRequest, timeoutMs: number, stop: AbortSignal): void {
  const fail = (code: string, says: string) => socket.destroy(Object.assign(new Error(says), { code }));
  const timer = setTimeout(() => fail('ETIMEDOUT', 'no answer in time'), timeoutMs);
  const stopped = () => fail('ABORT_ERR', 'the run was stopped');
  socket.once('close', () => {
    clearTimeout(timer);
    stop.removeEventListener('abort', stopped);
  });
  if (stop.aborted) setImmediate(stopped);
  else stop.addEventListener('abort', stopped, { once: true });
}
