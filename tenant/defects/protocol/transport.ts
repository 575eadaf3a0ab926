import type { Defect } from '../defect.ts';

/** What goes wrong below HTTP. */
export const protocolTransportDefects: Defect[] = [
  {
    id: 'tls.serves-plain-http',
    says: 'plain HTTP is served beside HTTPS',
    breaks: ['7644:7.2/tls'],
    kills: ['protocol.only-tls-is-served'],
    face: 'tls',
    tls: { servesPlain: true },
  },
  {
    id: 'tls.takes-old-versions',
    says: 'TLS 1.0 and 1.1 are taken up',
    breaks: ['7644:7.2/tls12'],
    kills: ['protocol.tls-is-up-to-date'],
    face: 'tls',
    tls: { takesOld: true },
  },
];
