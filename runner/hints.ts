import { mediaType, type ScimResponse } from '../kit/wire/response.ts';

/** Why a run is hopeless, with the endpoint's own answer and what would help. */
export interface Hopeless {
  message: string;
  hint: string;
}

const CERTIFICATE = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The cause of a missing answer in words, with the setting that would help. */
export function hintForFailure(code: string, message: string, url: string): Hopeless {
  const host = new URL(url).host;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      message: `the host ${host} is not known (${code})`,
      hint: 'Check the tenant URL (--url, SCIM_TENANT_URL) and that this machine can resolve the name.',
    };
  if (code === 'ECONNREFUSED')
    return {
      message: `${host} refuses connections (${code})`,
      hint: 'Check host and port of the tenant URL (--url, SCIM_TENANT_URL) and that the endpoint is running.',
    };
  if (CERTIFICATE.has(code))
    return {
      message: `the certificate of ${host} does not verify (${code})`,
      hint: 'Name the authority that signed it with --ca FILE. Entra accepts only certificates from public authorities.',
    };
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code))
    return {
      message: `no TLS connection to ${host} could be made (${code})`,
      hint: 'Check whether the tenant URL needs https:// or http://, and that the endpoint supports TLS 1.2 or newer.',
    };
  if (/TIMEOUT|TimeoutError/i.test(code))
    return {
      message: `${host} did not answer in time (${code})`,
      hint: 'Check that nothing filters the connection; --timeout gives a slow endpoint longer.',
    };
  return {
    message: `no answer from ${host}: ${message}`,
    hint: 'Check the tenant URL (--url, SCIM_TENANT_URL).',
  };
}

/**
 * What to do about a first answer that is not a list.
 * @param hasToken whether the request carried a credential
 */
export function hintForStatus(answer: ScimResponse, hasToken = true): string {
  const { status } = answer;
  const { location } = answer.headers;
  const type = mediaType(answer);
  if (status === 401 && !hasToken)
    return 'No credential was sent because none is set: set SCIM_TOKEN in the environment or in .env.';
  if (status === 401)
    return 'A credential was sent and refused. Check SCIM_TOKEN: for SmartFile it is ProductKey:ProductPassword.';
  if (status === 403)
    return 'The credential is valid but may not do this. SmartFile needs the key of an administrator.';
  if (status >= 300 && status < 400)
    return `It redirects${location ? ` to ${location.slice(0, 120)}` : ''}: this is a log-in page or another address. The tenant URL ends in /ftp/scim.`;
  if (type === 'text/html')
    return 'This is a web page, not a SCIM endpoint. The tenant URL is https://<site>.smartfile.com/ftp/scim.';
  if (status === 404)
    return 'Nothing is there. The tenant URL is the address above /Users, such as https://<site>.smartfile.com/ftp/scim.';
  if (status === 429)
    return 'The endpoint rejects this client for sending too many requests, even one at a time. Wait until its limit is reset, or raise it for this token.';
  if (status >= 500) return 'The endpoint fails on the simplest request: look in its log.';
  return 'A SCIM endpoint answers this lookup with 200 and a ListResponse. Check the tenant URL.';
}

/** What to do about an answer that stops Entra, by the method of the request. */
export function hintForEntra(method: string, answer: ScimResponse, hasToken = true): string {
  const { status } = answer;
  const type = mediaType(answer);
  if (status === 401 || status === 403 || status < 400 || type === 'text/html')
    return hintForStatus(answer, hasToken);
  if (status >= 500 && status !== 501)
    return 'The endpoint failed: its log says why. Entra repeats the request in each cycle.';
  if (method === 'GET')
    return 'Answer a filter with eq on a matching attribute with 200 and a ListResponse, even without a match.';
  if (method === 'POST')
    return 'Accept a create as Entra sends it; exchanges.ndjson in the run’s folder contains its body.';
  if (method === 'PATCH')
    return 'Support PATCH with Add, Replace and Remove; Entra changes users and groups only this way.';
  return 'Support DELETE of users and groups.';
}
