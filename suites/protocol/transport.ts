import { check } from '../../kit/check/check.ts';

const OLD_VERSIONS = ['TLSv1', 'TLSv1.1'] as const;

export const transport = [
  check(
    'protocol.only-tls-is-served',
    ['7644:7.2/tls'],
    'the endpoint has an https address, and its host serves no SCIM without TLS',
    { reads: true },
    async ({ scim, given, network, must, capabilities, notApplicable }) => {
      const { https, loopback } = capabilities.target;
      if (!https && loopback) notApplicable('plain HTTP on the loopback interface', 'target');
      await given.step('list users', scim.get(given.users, { query: { count: 1 } }));

      must.hold(https, { key: 'http', expected: 'an https address', observed: new URL(scim.url).protocol });
      const knock = await network.plainHttp('/ServiceProviderConfig');
      const status = 'status' in knock ? knock.status : undefined;
      const serves = status !== undefined && ((status >= 200 && status < 300) || status === 401);
      must.hold(!serves, {
        key: 'plain-http',
        expected: 'no response, a redirect or a refusal over plain HTTP',
        observed: `status ${status} over plain HTTP`,
      });
    },
  ),
  check(
    'protocol.tls-is-up-to-date',
    ['7644:7.2/tls12'],
    'TLS 1.2 or 1.3 is accepted, TLS 1.0 and 1.1 are not',
    { reads: true },
    async ({ scim, given, network, must, observe }) => {
      await given.step('list users', scim.get(given.users, { query: { count: 1 } }));
      const now = await network.handshake('TLSv1.2');
      const next = 'version' in now ? now : await network.handshake('TLSv1.3');

      must.hold('version' in next, {
        key: 'TLSv1.2',
        expected: 'TLS 1.2 accepted',
        observed: JSON.stringify(now),
      });
      observe('tls.1.2', 'version' in now ? 'taken up' : 'refused; TLS 1.3 is taken up');
      for (const version of OLD_VERSIONS) {
        const old = await network.handshake(version);
        must.hold(!('version' in old), { key: version, expected: 'a refusal', observed: 'taken up' });
      }
    },
  ),
];
