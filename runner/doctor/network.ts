import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import {
  connect as connectTls,
  type DetailedPeerCertificate,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls';
import { endAt } from '../../kit/wire/transport.ts';
import { present } from '../../schemas/present.ts';
import { failed, ok, type Step, warning } from './steps.ts';

const CONNECT_MS = 10_000;
const EXPIRY_DAYS = 30;

/** Whether the host's name is known, and to which addresses it leads. */
export async function dnsStep(url: URL, stop: AbortSignal): Promise<Step[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) return [ok('DNS', `${host} is an address; there is no name to look up`)];
  try {
    const addresses = await Promise.race([lookup(host, { all: true }), refusal(CONNECT_MS, stop)]);
    return [ok('DNS', `${host} is ${addresses.map(({ address }) => address).join(', ')}`)];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return [
      failed(
        'DNS',
        `${host} is not known (${code})`,
        'Check the host in the tenant URL and the DNS of this machine.',
      ),
    ];
  }
}

/** Whether a connection to the port comes about, and in how many milliseconds. */
export async function tcpStep(url: URL, stop: AbortSignal): Promise<Step[]> {
  const { host, port } = splitHost(url);
  const started = performance.now();
  try {
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host, port });
      endAt(socket, CONNECT_MS, stop);
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', reject);
    });
    return [ok('TCP', `port ${port} accepts connections, in ${Math.round(performance.now() - started)} ms`)];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fix =
      'Check the host and port of the tenant URL, that the endpoint is running, and any firewalls in between.';
    return [failed('TCP', `port ${port}: ${code ?? message}`, fix)];
  }
}

/** Protocol, cipher, key and certificate, held against what Microsoft documents for the provisioning service. */
export async function tlsStep(url: URL, ca: string | undefined, stop: AbortSignal): Promise<Step[]> {
  if (url.protocol !== 'https:')
    return [
      warning(
        'TLS',
        'the tenant URL is plain http',
        'Entra connects only over https: give the endpoint a certificate.',
      ),
    ];
  const { host, port } = splitHost(url);
  try {
    const to: Handshake = { host, port, stop, ...present({ ca }) };
    const socket = await shake(to);
    const steps = protocolSteps(socket);
    const certificate = certificateSteps(socket);
    socket.destroy();
    return [...steps, ...(await entraStep(to)), ...certificate];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return [
      failed(
        'TLS',
        `the handshake failed: ${code ?? message}`,
        'Check that the endpoint supports TLS 1.2 or newer on this port.',
      ),
    ];
  }
}

interface Handshake {
  host: string;
  port: number;
  ca?: string;
  stop: AbortSignal;
}

function shake(
  { host, port, ca, stop }: Handshake,
  offer: { minVersion?: SecureVersion; maxVersion?: SecureVersion; ciphers?: string } = {},
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // The certificate is judged below, step by step, so the handshake itself may not refuse it.
    const socket = connectTls({
      host,
      port,
      rejectUnauthorized: false,
      ...offer,
      ...(isIP(host) ? {} : { servername: host }),
      ...present({ ca }),
    });
    endAt(socket, CONNECT_MS, stop);
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

function protocolSteps(socket: TLSSocket): Step[] {
  const protocol = socket.getProtocol() ?? 'unknown';
  const cipher = socket.getCipher().standardName;
  const says = `${protocol}, ${cipher}`;
  if (protocol !== 'TLSv1.2' && protocol !== 'TLSv1.3')
    return [failed('TLS protocol', says, 'Entra requires TLS 1.2: disable older versions and enable 1.2.')];
  return [ok('TLS protocol', says)];
}

/** The suites of which Microsoft wants an endpoint to offer at least one, by the names that OpenSSL has for them. */
const ENTRA_CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
];

/** Whether TLS 1.2 with a cipher that the provisioning service offers comes about, as that is how it connects. */
async function entraStep(to: Handshake): Promise<Step[]> {
  const name = 'TLS as Entra requires it';
  try {
    const socket = await shake(to, {
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: ENTRA_CIPHERS.join(':'),
    });
    const says = `TLSv1.2, ${socket.getCipher().standardName}`;
    socket.destroy();
    return [ok(name, says)];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return [
      failed(
        name,
        `no handshake with TLS 1.2 and a cipher of Entra's list: ${code ?? message}`,
        'Offer TLS 1.2 with ECDHE, AES-GCM and SHA-256 or SHA-384.',
      ),
    ];
  }
}

function certificateSteps(socket: TLSSocket): Step[] {
  const certificate = socket.getPeerCertificate(true);
  const name = 'Certificate';
  const subject = certificate.subject?.CN ?? certificate.subjectaltname ?? 'without a name';
  if (!socket.authorized)
    return [
      failed(
        name,
        `${subject}: ${String(socket.authorizationError)}`,
        'Entra accepts only valid certificates for the host from public authorities. For a test, --ca FILE names your own authority.',
      ),
    ];
  const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / 86_400_000);
  const weak = weakness(certificate);
  if (weak !== undefined)
    return [
      failed(
        name,
        `${subject}: ${weak}`,
        'Entra requires RSA keys of at least 2048 bits or EC keys of at least 256 bits.',
      ),
    ];
  const says = `${subject}, issued by ${certificate.issuer?.O ?? certificate.issuer?.CN ?? 'an unnamed authority'}, valid for ${days} days`;
  return [
    days < EXPIRY_DAYS
      ? warning(name, says, 'Renew it soon: provisioning stops on the day it expires.')
      : ok(name, says),
  ];
}

function weakness({ bits, asn1Curve }: DetailedPeerCertificate): string | undefined {
  if (bits === undefined) return undefined;
  const least = asn1Curve === undefined ? 2048 : 256;
  return bits < least ? `a key of ${bits} bits` : undefined;
}

/** Rejects when the time is up or the run stops: a lookup cannot be ended itself. */
function refusal(ms: number, stop: AbortSignal): Promise<never> {
  const over = AbortSignal.any([AbortSignal.timeout(ms), stop]);
  const error = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
  return new Promise((_, reject) => {
    if (over.aborted) reject(error());
    over.addEventListener('abort', () => reject(error()), { once: true });
  });
}

function splitHost(url: URL): { host: string; port: number } {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
  };
}
