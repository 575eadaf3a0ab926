import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What is wrong with a certificate on purpose. */
export interface Flaws {
  /** Days from now on which it ends; 365. */
  days?: number;
  /** DNS name in the place of localhost and 127.0.0.1. */
  host?: string;
}

/**
 * A key and a certificate for 127.0.0.1 and localhost, signed by itself (RFC 5280) and fresh each time, so that no
 * private key is kept anywhere.
 * @returns both as PEM
 */
export function selfSigned({ days = 365, host }: Flaws = {}): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const name = sequence(set(sequence(oid('550403'), utf8('scim-conformance tenant'))));
  const day = 86_400_000;
  const validity = sequence(time(Date.now() - 400 * day), time(Date.now() + days * day));
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(12)])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames(host), basicConstraints())),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert: pem };
}

function alternativeNames(host: string | undefined): Buffer {
  const own = [der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))];
  const names = sequence(...(host === undefined ? own : [der(0x82, Buffer.from(host))]));
  return sequence(oid('551d11'), octets(names));
}

function basicConstraints(): Buffer {
  return sequence(oid('551d13'), octets(sequence(der(0x01, Buffer.from([0xff])))));
}

/** One element of DER: tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, Math.floor(size / 0x100), size % 0x100];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const set = (part: Buffer): Buffer => der(0x31, part);
const tagged = (tag: number, part: Buffer): Buffer => der(tag, part);
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const octets = (part: Buffer): Buffer => der(0x04, part);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}
