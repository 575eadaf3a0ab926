import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { buildReport } from '../../reporters/build.ts';
import { junitXml } from '../../reporters/junit.ts';
import { brokenRun, definition, finding, HOSTILE, outcome, parts, row } from './synthetic.ts';

const ids = ['users.passes', 'users.fails', 'groups.blocked', 'groups.error', 'groups.absent'];
const report = buildReport(
  parts({
    rows: [row('r:a')],
    definitions: ids.map((id) => definition(id, ['r:a'])),
    outcomes: [
      outcome('users.passes', 'pass'),
      outcome('users.fails', 'fail', { findings: [finding('r:a', { observed: '200 <OK> & "more"' })] }),
      outcome('groups.blocked', 'blocked', {
        blockedBy: {
          step: 'create',
          request: 'POST /Groups',
          status: 500,
          signature: 'POST /Groups answered 500',
        },
      }),
      outcome('groups.error', 'error', { error: 'the check claimed nothing' }),
      outcome('groups.absent', 'not-applicable', { reason: 'declared', explanation: 'no groups' }),
    ],
  }),
);

const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');

/** What libxml2 says of a text against the schema; nothing where it fits. */
async function invalid(xml: string): Promise<string> {
  const { valid, rawOutput } = await validateXML({ xml, schema });
  return valid ? '' : rawOutput;
}

describe('JUnit XML', () => {
  test('tells failures, errors and skips apart', () => {
    expect(junitXml(report)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="SCIM conformance of https://files.example.test/ftp/scim" tests="5" failures="1" errors="2" skipped="1" time="12.400">
        <testsuite name="users" tests="2" failures="1" errors="0" skipped="0" time="0.024" timestamp="2026-03-01T10:00:00" hostname="files.example.test">
          <properties>
            <property name="verdict" value="not conformant"/>
            <property name="profile" value="smartfile 1.0"/>
            <property name="scope" value="full run"/>
            <property name="diagnosis" value="POST /Groups answered 500: POST /Groups answered 500."/>
            <property name="diagnosis" value="r:a: what r:a asks for"/>
          </properties>
          <testcase name="users.passes: the fact of users.passes" classname="scim.users" time="0.012"/>
          <testcase name="users.fails: the fact of users.fails" classname="scim.users" time="0.012">
            <failure message="violation: expected 404, found 200 &lt;OK&gt; &amp; &quot;more&quot;" type="r:a">status (r:a)
        expected 404
        found 200 &lt;OK&gt; &amp; &quot;more&quot;</failure>
          </testcase>
        </testsuite>
        <testsuite name="groups" tests="3" failures="0" errors="2" skipped="1" time="0.036" timestamp="2026-03-01T10:00:00" hostname="files.example.test">
          <properties>
            <property name="verdict" value="not conformant"/>
            <property name="profile" value="smartfile 1.0"/>
            <property name="scope" value="full run"/>
            <property name="diagnosis" value="POST /Groups answered 500: POST /Groups answered 500."/>
            <property name="diagnosis" value="r:a: what r:a asks for"/>
          </properties>
          <testcase name="groups.blocked: the fact of groups.blocked" classname="scim.groups" time="0.012">
            <error message="blocked: POST /Groups answered 500" type="blocked">step: create
      request: POST /Groups
      answer: 500</error>
          </testcase>
          <testcase name="groups.error: the fact of groups.error" classname="scim.groups" time="0.012">
            <error message="the check claimed nothing" type="error">the check claimed nothing</error>
          </testcase>
          <testcase name="groups.absent: the fact of groups.absent" classname="scim.groups" time="0.012">
            <skipped message="declared: no groups"/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test('fits the schema that CI servers read it by', async () => {
    for (const one of [report, buildReport(brokenRun()), buildReport(parts())])
      expect(await invalid(junitXml(one))).toBe('');
    expect(await invalid(junitXml(report).replace('<failure ', '<fault '))).toContain('fault');
  });

  test('counts every check once', () => {
    const xml = junitXml(buildReport(brokenRun()));
    expect(xml.match(/<testcase /g)).toHaveLength(600);
    const [, tests, failures, errors, skipped] =
      /tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml)?.map(Number) ?? [];
    expect([
      tests,
      xml.match(/<failure /g)?.length,
      xml.match(/<error /g)?.length,
      xml.match(/<skipped /g)?.length,
    ]).toEqual([600, failures, errors, skipped]);
  });

  test('holds nothing that XML does not allow, whatever the endpoint answered', () => {
    const hostile = buildReport(
      parts({
        rows: [row('r:a')],
        definitions: [definition('users.fails', ['r:a'])],
        outcomes: [
          outcome('users.fails', 'fail', {
            findings: [finding('r:a', { observed: `${HOSTILE}\ud800]]>\uffff` })],
          }),
        ],
      }),
    );
    const xml = junitXml(hostile);
    expect(xml).not.toMatch(/[^\P{Cc}\n\t]|[\ufffe\uffff]/u);
    expect(xml).not.toContain('<script');
    expect(xml).not.toContain(']]>');
    expect(Buffer.from(xml).toString()).toBe(xml);
  });
});
