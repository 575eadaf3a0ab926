import { check } from '../../kit/check/check.ts';
import { lastingAnswer } from '../../kit/check/sharedAnswer.ts';
import { equal, member, show } from '../../schemas/attributes.ts';
import { type Tried, tryEach } from '../fixtures/refused.ts';
import { entriesIn, entryAnswer, entryPath, fetchConfig, fetchEntries, readName } from './documents.ts';

const LISTS = ['ResourceTypes', 'Schemas'] as const;

/** What a filter on a discovery document is answered. */
const filteredAnswer = (name: string, filter: string) =>
  lastingAnswer(`${name}?filter`, ({ scim }) => scim.find(`/${name}`, filter));

export const refusals = [
  check(
    'discovery.unknown-entries-are-not-found',
    ['7644:3.12/rt-unknown-404', '7644:3.12/schemas-unknown-404'],
    'unknown resource types and schemas get a 404 with a SCIM error',
    { reads: true },
    async ({ scim, must, ...tools }) => {
      const unknown = [
        { name: 'ResourceTypes' as const, id: tools.given.unique(), row: '7644:3.12/rt-unknown-404' },
        {
          name: 'Schemas' as const,
          id: 'urn:example:conformance:none',
          row: '7644:3.12/schemas-unknown-404',
        },
      ];
      for (const { name } of unknown) await fetchEntries(tools, name);

      await must.each(
        unknown,
        ({ name }) => name,
        async ({ name, id, row }, line) => {
          line.beScimError(await scim.get(entryPath(name, id)), 404, { row });
        },
      );
    },
  ),
  check(
    'discovery.paging-and-sorting-are-ignored',
    ['7644:4/discovery-ignores-paging'],
    'discovery lists are complete regardless of startIndex, count and sortBy',
    { reads: true },
    async ({ scim, must, ...tools }) => {
      await must.each([...LISTS], String, async (name, line) => {
        const whole = (await fetchEntries(tools, name)).map(readName);
        const query = { startIndex: 2, count: 1, sortBy: 'id', sortOrder: 'descending' };
        const answer = await scim.get(`/${name}`, { query });

        line.haveStatus(answer, 200);
        line.equal(entriesIn(answer).map(readName), whole, { key: 'entries', what: 'the list of entries' });
      });
    },
  ),
  check(
    'discovery.filters-are-refused',
    ['7644:4/discovery-filter-403'],
    'a filter on a discovery endpoint is refused with 403 or has no effect',
    { reads: true },
    async ({ scim, must, observe, ...tools }) => {
      await fetchConfig(tools);
      await must.each(['ServiceProviderConfig', ...LISTS], String, async (name, line) => {
        const filter = name === 'ResourceTypes' ? 'name eq "conformance"' : 'id eq "conformance"';
        const answer = await tools.given.the(filteredAnswer(name, filter));

        observe(`${name}.filter`, `answered ${answer.status}`);
        line.haveStatus(answer, [403, 200]);
      });
    },
  ),
  check(
    'discovery.filters-narrow-nothing',
    ['7644:4/discovery-filter-not-applied'],
    'a filter never narrows /ResourceTypes or /Schemas',
    { reads: true },
    async ({ scim, must, ...tools }) => {
      await must.each([...LISTS], String, async (name, line) => {
        const whole = (await fetchEntries(tools, name)).map(readName);
        const filter = name === 'ResourceTypes' ? 'name eq "conformance"' : 'id eq "conformance"';
        const answer = await tools.given.the(filteredAnswer(name, filter));

        line.hold(answer.status >= 400 || equal(entriesIn(answer).map(readName), whole), {
          key: 'filtered',
          expected: 'a refusal, or the whole list',
          observed: `status ${answer.status} with ${entriesIn(answer).length} of ${whole.length} entries`,
          exchange: answer.exchange,
        });
      });
    },
  ),
  check(
    'discovery.config-cannot-be-written',
    ['7643:5/spc-read-only'],
    'PUT and PATCH leave ServiceProviderConfig as it is',
    async ({ scim, must, remark, ...tools }) => {
      const before = await fetchConfig(tools);
      const path = '/ServiceProviderConfig';
      const documentationUri = `https://example.test/${tools.given.unique()}`;

      const methods = ['PUT', 'PATCH'];
      const patch = [{ op: 'replace', path: 'documentationUri', value: documentationUri }];
      const tried = await tryEach(methods, before, {
        send: (method) =>
          method === 'PUT' ? scim.put(path, { ...before, documentationUri }) : scim.patch(path, patch),
        read: async () => (await scim.get(path)).body,
        isLike: equal,
      });
      await must.each(methods, String, (method, line) => {
        const { answer, after } = tried(method);
        line.hold(equal(after, before), {
          key: 'changed',
          expected: 'the configuration as it was',
          observed: show(after.documentationUri ?? after),
        });
        if (answer.ok) remark('warning', method, `${method} is answered ${answer.status}, without effect`);
      });
    },
  ),
  check(
    'discovery.entries-cannot-be-written',
    ['7643:7/schemas-read-only'],
    'PUT and PATCH leave resource types and schemas as they are',
    async ({ scim, must, remark, ...tools }) => {
      const lines: (Tried & { name: string; method: string })[] = [];
      for (const name of LISTS) {
        // The id of a resource type is optional; without it there is no address to write to.
        const entry = (await fetchEntries(tools, name)).find(({ id }) => typeof id === 'string');
        if (entry === undefined) continue;
        const path = entryPath(name, String(entry.id));
        const shown = await tools.given.the(entryAnswer(name, String(entry.id)));
        const methods = ['PUT', 'PATCH'];
        const tried = await tryEach(methods, shown.body, {
          send: (method) => {
            const description = `changed ${tools.given.unique()}`;
            return method === 'PUT'
              ? scim.put(path, { ...entry, description })
              : scim.patch(path, [{ op: 'replace', path: 'description', value: description }]);
          },
          read: async () => (await scim.get(path)).body,
          isLike: equal,
        });
        lines.push(...methods.map((method) => ({ name, method, ...tried(method), before: shown.body })));
      }
      if (lines.length === 0) tools.notApplicable('entries have no id', 'nothing-to-observe');

      await must.each(
        lines,
        ({ name, method }) => `${method} ${name}`,
        ({ name, method, answer, before, after }, line) => {
          line.hold(equal(after, before), {
            key: 'changed',
            expected: 'the entry as it was',
            observed: `description ${show(member(after, 'description'))}`,
          });
          if (answer.ok) remark('warning', `${method} ${name}`, `answered ${answer.status}, without effect`);
        },
      );
    },
  ),
];
