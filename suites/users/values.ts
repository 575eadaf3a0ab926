import { check } from '../../kit/check/check.ts';
import type { Given } from '../../kit/check/given.ts';
import { describe, readList } from '../../kit/check/must.ts';
import { freeTexts, isAnyText } from '../../kit/compose/choose.ts';
import { nested } from '../../kit/compose/merge.ts';
import { at, elements, equal, member, readValues, show } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { isCaseExact } from '../../schemas/lookup.ts';
import { replacement, taken } from '../fixtures/kinds.ts';
import { CERTIFICATE, derLength } from '../fixtures/users/certificate.ts';
import { createdInactive } from '../fixtures/users/inactive.ts';
import { firstPage, plainUser, richUser } from '../fixtures/users/users.ts';

const BMP = 'Zoë 山田 Ωmega Ñandú';
const ASTRAL = 'Zoë 😀 𝒳';

export const values = [
  check(
    'users.text-outside-ascii-is-kept',
    ['7644:3.8/create-utf8'],
    'non-ASCII text is accepted and returned character for character',
    { needs: ['users'] },
    async ({ scim, given, must, remark, capabilities, notApplicable }) => {
      const path = textPath(given, capabilities);
      const send = async (text: string) => {
        const unique = given.unique();
        const answer = await scim.post(given.users, given.payload('User', nested(path, `${text} ${unique}`)));
        const read = answer.ok ? await given.read(await given.findPlace(answer)) : {};
        const stored = at(read, path);
        const exact = isCaseExact(capabilities, read, path);
        return {
          answer,
          whole: typeof stored === 'string' && equal(stored.normalize('NFC'), `${text} ${unique}`, exact),
          stored,
        };
      };
      await plainUser(given);
      // Both at once, where that is taken; else apart, since four bytes may be too much for an endpoint.
      const both = await send(`${BMP} ${ASTRAL}`.normalize('NFC'));
      const plane = both.whole ? both : await send(BMP.normalize('NFC'));
      // What takes no plain words, such as a language, or refuses them where they are as long, says nothing of letters.
      const plain = plane.answer.ok ? 'plain words' : 'plain words'.padEnd(BMP.length, ' and others');
      if (!plane.whole && !(await send(plain)).whole)
        return notApplicable(`${path} does not keep plain words either`, 'nothing-to-observe');

      must.hold(plane.answer.ok, { key: 'refused', expected: 'a create', observed: describe(plane.answer) });
      must.hold(plane.whole, { key: path, expected: BMP, observed: show(plane.stored) });
      const beyond = both.whole ? both : await send(ASTRAL);
      if (beyond.answer.ok && !beyond.whole)
        remark('warning', 'four-bytes', `four-byte characters are returned as ${show(beyond.stored)}`);
    },
  ),
  check(
    'users.long-values-are-kept-or-refused',
    ['practice:P22'],
    'a value of 300 letters is stored in full or refused',
    { needs: ['users'] },
    async ({ scim, given, must, observe, capabilities }) => {
      const path = textPath(given, capabilities);
      await plainUser(given);
      const long = `${given.unique()} ${'long '.repeat(60)}end`;
      const answer = await scim.post(given.users, given.payload('User', nested(path, long)));

      observe('create.300-letters', answer.ok ? 'accepted' : `refused with ${answer.status}`);
      must.hold(answer.status < 500, {
        key: 'server-error',
        expected: 'below 500',
        observed: describe(answer),
      });
      if (!answer.ok) return;
      const read = await given.read(await given.findPlace(answer));
      const stored = at(read, path);
      const exact = isCaseExact(capabilities, read, path);
      must.hold(equal(stored, long, exact), {
        key: path,
        expected: `${long.length} letters`,
        observed: typeof stored === 'string' ? `${stored.length} letters` : show(stored),
      });
    },
  ),
  check(
    'users.active-is-kept',
    ['7643:4.1.1/active-boolean'],
    'active reads back as the boolean that was set',
    { needs: ['users'] },
    async ({ scim, given, must, remark, observe, notApplicable, capabilities }) => {
      const { mutability, returned } = given.attribute('User', 'active');
      if (mutability !== 'readWrite') notApplicable(`the endpoint publishes active as ${mutability}`);
      if (returned === 'never') notApplicable('the endpoint never returns active');
      const user = await given.user({ active: true });
      const before = await given.read(user);
      const change = { active: false };
      const answer =
        capabilities.features.patch === true
          ? await scim.patch(user.path, [{ op: 'replace', path: 'active', value: false }])
          : await scim.put(user.path, replacement(capabilities, user, before, change));

      must.equal(member(before, 'active'), true, { key: 'active-true', what: 'active' });
      await createdInactive({ given, observe, capabilities }, must);
      // Some products cannot disable accounts: a refusal says so, a 2xx without effect does not.
      if (!answer.ok) return remark('note', 'active-false', `active false is answered ${answer.status}`);
      const read = await scim.get(user.path);
      if (!read.ok) return remark('warning', 'hidden', 'a user with active false is no longer found');
      const shown = returned === 'request' ? await given.read(user) : read.body;
      must.equal(member(shown, 'active'), false, { key: 'active-false', what: 'active' });
    },
  ),
  check(
    'users.country-has-two-letters',
    ['7643:4.1.2/country-alpha2'],
    'the country of an address is a two-letter code',
    { needs: ['users'] },
    async ({ given, must }) => {
      given.attribute('User', 'addresses.country');
      const { user, read } = await given.the(richUser);
      const { resources } = readList(taken('list users', await given.the(firstPage)));

      const countries = (one: unknown) =>
        elements(one, 'addresses').map((address) => member(address, 'country'));
      const [sent, own] = [countries(user.sent), countries(read)];
      const { mutability } = given.attribute('User', 'addresses.country');
      // An endpoint that keeps no address, or sets countries itself, says nothing about ours.
      if (own.length > 0 && mutability !== 'readOnly')
        must.hold(own.every(isCode) && equal(own, sent, false), {
          key: 'own',
          expected: `the country of our own user: ${show(sent)}`,
          observed: show(own),
        });
      const ours = given.unique().slice(0, -10);
      const wrong = resources
        .filter((one) => !JSON.stringify(one).toLowerCase().includes(ours))
        .flatMap((one) => elements(one, 'addresses'))
        .map((one) => member(one, 'country'))
        .filter((country) => country !== undefined && !isCode(country));
      must.equal(wrong.length, 0, {
        key: 'listed',
        what: 'the number of other users’ addresses whose country is not a two-letter code',
      });
    },
  ),
  check(
    'users.certificate-is-one-der',
    ['7643:4.1.2/x509-single'],
    'a certificate is returned as one base64-encoded DER certificate',
    { needs: ['users'] },
    async ({ scim, given, must, notApplicable }) => {
      given.attribute('User', 'x509Certificates.value');
      await plainUser(given);
      const answer = await scim.post(
        given.users,
        given.payload('User', { x509Certificates: [{ value: CERTIFICATE }] }),
      );
      if (!answer.ok) notApplicable(`a certificate is answered ${answer.status}`, 'nothing-to-observe');
      const shown = readValues(await given.read(await given.findPlace(answer)), 'x509Certificates');

      if (shown.length === 0) notApplicable('certificates are not kept', 'nothing-to-observe');
      const lengths = shown.map((value) => derLength(value));
      must.equal(lengths, [Buffer.from(CERTIFICATE, 'base64').length], {
        key: 'x509Certificates.value',
        what: 'the length of the certificates that read back',
      });
    },
  ),
];

/** Whether a country is written as ISO 3166-1 has it, in two letters. */
const isCode = (country: unknown): boolean => /^[A-Z]{2}$/i.test(String(country));

/** The path of an attribute for any text: one that the fewest endpoints restrict. */
function textPath(given: Given, capabilities: Capabilities): string {
  const plain = given.anyAttribute('User', 'a plain string', ({ attribute }) => isAnyText(attribute));
  return freeTexts(capabilities)[0] ?? plain.path;
}
