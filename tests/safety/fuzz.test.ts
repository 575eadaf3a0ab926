import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../config/profiles.ts';
import { chooseProxy } from '../../config/settings/proxy.ts';
import { SettingsError } from '../../config/settings/settings.ts';
import { parseTenantUrl } from '../../config/settings/tenantUrl.ts';
import { createRedactor } from '../../kit/evidence/redact.ts';
import { plainSecret } from '../../kit/evidence/secrets.ts';
import { readJournal } from '../../kit/safety/journal/file.ts';
import { findPending } from '../../kit/safety/journal/journal.ts';
import { showsMarker, withoutForeign } from '../../kit/safety/ownership/foreign.ts';
import { readJson } from '../../kit/wire/readJson.ts';
import { makeResponse } from '../../kit/wire/response.ts';
import { readWaivers } from '../../reporters/decide/waivers.ts';
import { oneLine, stripControls } from '../../reporters/sanitize.ts';
import { validateReport } from '../../reporters/validateReport.ts';
import { equal, show, splitPath } from '../../schemas/attributes.ts';
import { readCapabilities } from '../../schemas/discovery.ts';
import { unfenced } from '../../schemas/parts.ts';
import { write } from '../../suites/queries/truth/filter.ts';
import { faces } from '../../tenant/faces.ts';
import { parseFilter } from '../../tenant/filter/parser.ts';
import { readPath } from '../../tenant/resources/patch/path.ts';
import { listSchemas, listTypes } from '../../tenant/schemas/registry.ts';
import { alter } from '../../tenant/semantics/index.ts';
import { newFolder } from '../cli/command.ts';
import { read } from '../config/settingsHarness.ts';
import { arbitraryFilter, arbitraryText, holds, SYNTAX, slow } from './fuzzing.ts';

describe('never a crash, never a hang', slow, () => {
  test('the filter parser refuses with a problem or reads', () =>
    holds(arbitraryText(SYNTAX), (text) => {
      try {
        parseFilter(text);
      } catch (error) {
        expect(error).toMatchObject({ status: 400 });
      }
    }));

  test('what the suites write as a filter is read back', () =>
    holds(arbitraryFilter(), (filter) => {
      expect(() => parseFilter(write(filter))).not.toThrow();
    }));

  test('the path parsers refuse with a problem or read', () => {
    const type = listTypes(listSchemas(faces.full)).find(({ name }) => name === 'User');
    if (type === undefined) throw new Error('the full face has users');
    const semantics = alter([faces.full.semantics]);
    return holds(arbitraryText(SYNTAX), (text) => {
      splitPath(text);
      try {
        readPath(text, type, semantics);
      } catch (error) {
        expect(error).toMatchObject({ status: 400 });
      }
    });
  });

  test('the converter of published schemas takes any JSON', () => {
    const profile = loadProfile('smartfile');
    const document = fc.jsonValue({ maxDepth: 6 });
    const member = fc.record({
      Resources: fc.array(
        fc.dictionary(
          fc.constantFrom('id', 'name', 'endpoint', 'schema', 'attributes', '__proto__', 'constructor'),
          document,
        ),
      ),
    });
    return holds(fc.tuple(fc.oneof(document, member), member, fc.oneof(document, member)), ([a, b, c]) => {
      const bodies = { serviceProviderConfig: a, resourceTypes: b, schemas: c };
      const { resourceTypes } = readCapabilities(
        bodies,
        profile,
        { https: true, loopback: false },
        'https://a.test/scim',
      );
      for (const { endpoint } of resourceTypes ?? []) expect(endpoint).toMatch(/^\/[\w~-]/);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });
  });

  test('the redactor hides a token wherever it stands, and nothing else that matters', () => {
    const characters = [...'abcXYZ019+/=-_~. "\\&<:'];
    const token = fc.string({ unit: fc.constantFrom(...characters), minLength: 8, maxLength: 40 });
    const around = arbitraryText(['%', '%25', '\\', '\\u', '&#', '"password":"', 'a', '"', ' ']);
    return holds(fc.tuple(token, around, around), ([secret, before, after]) => {
      const redactor = createRedactor([plainSecret(secret)]);
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
        expect(redactor.text(`${before} ${form} ${after}`).includes(`${form} `)).toBe(false);
      redactor.cut(before + after);
    });
  });

  test('reading, showing and reducing answers takes any bytes', () => {
    const text = fc.oneof(
      fc.json({ maxDepth: 8 }),
      arbitraryText(['{', '}', '[', ']', '"', ',', ':', '\\', '"Resources":', '"id":"x"', '\ufeff', '0']),
    );
    return holds(fc.tuple(text, fc.boolean()), ([body, utf8]) => {
      const { json } = readJson(body, utf8);
      const response = makeResponse({
        ...{ method: 'GET', path: '/Users', template: '/Users', status: 200 },
        ...{ headers: {}, text: body, utf8, exchange: 1 },
      });
      const marker = 'conf-abcdefgh-';
      expect(unfenced(show(json)).length).toBeLessThanOrEqual(200);
      expect(equal(json, json)).toBe(true);
      showsMarker(json, marker);
      withoutForeign(response, marker, () => false);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on
      expect(stripControls(body)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      expect([...oneLine(body, 40)].length).toBeLessThanOrEqual(40);
    });
  });

  test('settings are read or refused with a hint', () => {
    const flags = [
      '--url',
      '--timeout',
      '--rps',
      '--group',
      '--opt-in',
      '--header',
      '--json',
      '--seed',
      '--proxy',
      '--max-resources',
    ];
    const word = fc.oneof(
      fc.constantFrom(...flags, '10s', '1', '-1', 'http://[::1]/x', 'a=b', '--', '--x=y'),
      fc.string(),
    );
    const config = fc.oneof(
      fc.json(),
      fc.dictionary(fc.constantFrom('url', 'rps', 'names', 'templates', '__proto__'), fc.jsonValue()),
    );
    return holds(fc.tuple(fc.array(word, { maxLength: 8 }), config), async ([argv, text]) => {
      await read({ argv, config: text }).catch((error) => expect(error).toBeInstanceOf(SettingsError));
      for (const one of argv)
        for (const parse of [
          () => parseTenantUrl('--url', one),
          () => chooseProxy('https://x.test', one, {}),
        ])
          try {
            parse();
          } catch (error) {
            expect(error).toBeInstanceOf(SettingsError);
          }
    });
  });

  test('files of waivers, reports and journals are read or refused', () => {
    const folder = newFolder();
    const file = join(folder, 'waivers.json');
    const waiver = fc.record(
      {
        check: fc.string(),
        reason: fc.string(),
        owner: fc.string(),
        expires: fc.oneof(fc.constantFrom('2026-12-31', '2026-02-30', '9999-99-99'), fc.string()),
      },
      { requiredKeys: ['check'] },
    );
    const any = fc.oneof(
      fc.json(),
      fc.string(),
      fc.array(waiver).map((waivers) => JSON.stringify({ waivers })),
    );
    return holds(any, async (text) => {
      writeFileSync(file, text);
      try {
        readWaivers(file);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
      await validateReport(readJson(text).json).catch((error: Error) =>
        expect(error.message).toContain('Not a report'),
      );
      writeFileSync(join(folder, 'journal.ndjson'), `${text}\n{"event":"create","number":1,"endpo`);
      findPending(readJournal(folder));
    });
  });
});
