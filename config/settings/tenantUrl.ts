import type { EndpointTarget } from './settings.ts';
import { SettingsError } from './settings.ts';

const example = 'such as https://yoursite.smartfile.com/ftp/scim';

/**
 * The tenant URL in normal form, and the Entra flags of its query kept aside: they steer Entra's client and are no
 * part of the addresses that are asked.
 * @param setting where it was written
 * @throws SettingsError for each way in which it is not a tenant URL; no message repeats credentials
 */
export function parseTenantUrl(setting: string, text: string): EndpointTarget {
  const refuse = (says: string, hint: string) => new SettingsError(setting, `${setting} ${says}`, hint);
  const trimmed = text.trim();
  if (isPlaceholder(trimmed))
    throw refuse(
      'is still the example address from the documentation',
      'Replace yoursite with the name of your site.',
    );
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (!scheme) throw refuse('has no scheme', `Write the whole address with https://, ${example}.`);
  if (scheme !== 'https' && scheme !== 'http') {
    throw refuse(`has the scheme ${scheme}`, `Use https://, ${example}.`);
  }
  if (!URL.canParse(trimmed))
    throw refuse('is not a URL', `Write the address as it is in Entra, ${example}.`);

  const url = new URL(trimmed);
  if (url.username !== '' || url.password !== '') {
    throw refuse(
      'contains credentials, which would end up in logs and reports',
      'Remove the part before the @, and set SCIM_TOKEN.',
    );
  }
  if (trimmed.includes('#')) {
    throw refuse('has a fragment, which is never sent', 'Remove the # and everything after it.');
  }
  const resource = /\/(Users|Groups|Me|Bulk|Schemas|ResourceTypes|ServiceProviderConfig)\/*$/.exec(
    url.pathname,
  )?.[1];
  if (resource) {
    throw refuse(`ends in /${resource}, an address below the tenant`, `Remove /${resource}.`);
  }
  if (/&aadOpt/i.test(url.pathname)) {
    throw refuse('has an Entra flag in its path', 'Begin the first flag with ? in place of &.');
  }
  return {
    url: url.origin + url.pathname.replace(/\/+$/, ''),
    entraFlags: [...url.searchParams.keys()].map((name) => entraFlag(name, refuse)),
  };
}

/** Whether an address is one that the documents show, with nobody's site in it. */
function isPlaceholder(url: string): boolean {
  return /^https?:\/\/(yoursite|your-site|<[^>]*>)\./i.test(url);
}

function entraFlag(name: string, refuse: (says: string, hint: string) => SettingsError): string {
  // Anything else would be dropped in silence, or carry a secret into the report.
  if (/^aadOpt\w+$/i.test(name)) return name;
  throw refuse(
    'has a query that is not an Entra flag',
    'Remove it; only flags such as ?aadOptscim062020 belong in a tenant URL.',
  );
}

/** Whether an address is of this machine: localhost, 127.0.0.0/8, ::1. Decided by name, without a look-up. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/, '');
  return host === '[::1]' || /(^|\.)localhost$/.test(host) || /^127(\.\d{1,3}){3}$/.test(host);
}
