import { check } from '../../kit/check/check.ts';
import type { Must } from '../../kit/check/must.ts';
import { type Attributes, at, isObject, member, show, unassigned } from '../../schemas/attributes.ts';
import { type Flaw, findFlaws } from '../../schemas/messages.ts';
import { documentAnswer } from '../fixtures/documents.ts';
import { FEATURES, fetchConfig } from './documents.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const SCHEMES = ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'];

export const serviceProviderConfig = [
  check(
    'discovery.service-provider-config-answers',
    ['7644:4/spc-get'],
    'GET /ServiceProviderConfig returns 200 with a single ServiceProviderConfig object',
    { reads: true },
    async ({ must, ...tools }) => {
      const answer = await tools.given.the(documentAnswer('ServiceProviderConfig'));

      must.haveStatus(answer, 200);
      const schemas = member(must.haveResource(answer), 'schemas');
      must.hold(Array.isArray(schemas) && schemas.includes(URN), {
        key: 'schemas',
        expected: `schemas contains ${URN}`,
        observed: schemas === undefined ? 'no schemas' : show(schemas),
        exchange: answer.exchange,
      });
    },
  ),
  check(
    'discovery.config-says-what-is-supported',
    ['7643:5/spc-required-members'],
    'ServiceProviderConfig states for each of six features whether it is supported',
    { reads: true },
    async ({ must, ...tools }) => {
      const flaws = await findFlaws('serviceProviderConfig', await fetchConfig(tools));

      await must.each(FEATURES, String, (feature, line) => {
        const own = flaws.filter(({ steps }) => steps[0] === feature);
        haveNone(
          own.filter(({ steps }) => steps.length === 1 || steps[1] === 'supported'),
          line,
          'supported',
        );
      });
    },
  ),
  check(
    'discovery.config-limits-bulk',
    ['7643:5/spc-bulk-limits'],
    'ServiceProviderConfig states the bulk limits, in operations and in bytes',
    { reads: true },
    async ({ must, remark, ...tools }) => {
      const config = await fetchConfig(tools);
      const flaws = await findFlaws('serviceProviderConfig', config);

      for (const name of ['maxOperations', 'maxPayloadSize']) {
        const remarked = limitRemark(config, 'bulk', name);
        if (remarked !== undefined) remark('warning', `bulk.${name}`, remarked);
        else haveNone(limitFlaws(flaws, 'bulk', name), must, `bulk.${name}`);
      }
    },
  ),
  check(
    'discovery.config-limits-filter',
    ['7643:5/spc-filter-maxresults'],
    'ServiceProviderConfig states how many resources a filter returns at most',
    { reads: true },
    async ({ must, remark, ...tools }) => {
      const config = await fetchConfig(tools);
      const flaws = await findFlaws('serviceProviderConfig', config);

      const remarked = limitRemark(config, 'filter', 'maxResults');
      if (remarked !== undefined) remark('warning', 'filter.maxResults', remarked);
      else haveNone(limitFlaws(flaws, 'filter', 'maxResults'), must, 'filter.maxResults');
    },
  ),
  check(
    'discovery.config-names-authentication',
    ['7643:5/spc-auth-schemes'],
    'each authentication scheme has a type, a name and a description',
    { reads: true },
    async ({ must, ...tools }) => {
      const flaws = await findFlaws('serviceProviderConfig', await fetchConfig(tools));

      const own = flaws.filter(({ steps }) => steps[0] === 'authenticationSchemes');
      const named = own.filter(
        ({ steps }) => steps.length <= 2 || /^(type|name|description)$/.test(steps[2] ?? ''),
      );
      haveNone(named, must, `authenticationSchemes${named[0]?.steps[2] ? `.${named[0].steps[2]}` : ''}`);
    },
  ),
  check(
    'discovery.config-choices',
    ['7643:5/spc-auth-scheme-values', '7643:5/spc-documentation-uri', '7643:3.1/spc-meta'],
    'optional members of ServiceProviderConfig may take several forms',
    { reads: true },
    async ({ scim, observe, ...tools }) => {
      const config = await fetchConfig(tools);
      const flaws = await findFlaws('serviceProviderConfig', config);
      const schemes = member(config, 'authenticationSchemes');
      const types = (Array.isArray(schemes) ? schemes : []).map((scheme) => String(member(scheme, 'type')));

      const known = types.every((type) => SCHEMES.includes(type.toLowerCase()));
      observe(
        'config.authentication-types',
        known ? types.join(', ') || 'none' : `others: ${types.join(', ')}`,
      );
      const bad = flaws.filter(({ steps }) => /Uri$/.test(steps.at(-1) ?? ''));
      observe(
        'config.addresses',
        bad.length === 0 ? 'absent, or http addresses' : bad.map(({ path }) => path).join(', '),
      );
      const location = at(config, 'meta.location');
      const path = typeof location === 'string' ? scim.pathWithin(location) : undefined;
      if (unassigned(member(config, 'meta'))) return observe('config.meta', 'absent');
      const own = documentAnswer('ServiceProviderConfig');
      const there = path === '/ServiceProviderConfig' ? tools.given.the(own) : path && scim.get(path);
      const read = there === undefined || there === '' ? undefined : await there;
      const same = isObject(read?.json) && at(read.body, 'meta.location') === location;
      observe(
        'config.meta',
        same ? 'its location leads back to it' : `location ${show(location)} leads elsewhere`,
      );
    },
  ),
];

/** Claims that there is no flaw; what is observed names the first. */
export function haveNone(flaws: Flaw[], must: Must, key: string): void {
  const [first] = flaws;
  must.hold(first === undefined, {
    key,
    expected: first?.expected ?? 'no flaw',
    observed: `${first?.path ?? ''} is ${first?.observed ?? ''}`,
  });
}

const limitFlaws = (flaws: Flaw[], feature: string, name: string) =>
  flaws.filter(({ steps }) => steps[0] === feature && (steps.length === 1 || steps[1] === name));

/** A limit that the text wants and that makes no difference: absent where nothing is offered, or not above 0. */
function limitRemark(config: Attributes, feature: string, name: string): string | undefined {
  const supported = at(config, `${feature}.supported`);
  const value = at(config, `${feature}.${name}`);
  if (supported === false && unassigned(value)) return `${feature} is not offered, and ${name} is absent`;
  if (supported === true && Number.isInteger(value) && Number(value) <= 0)
    return `${feature} is offered, and ${name} is ${show(value)}`;
  return undefined;
}
