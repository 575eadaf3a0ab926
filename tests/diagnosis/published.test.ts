import { expect, test } from 'vitest';
import { attributeSymptoms } from '../../diagnosis/symptoms/attributes.ts';
import { View } from '../../diagnosis/view.ts';
import type { Exchange } from '../../kit/evidence/exchange.ts';
import { USER } from '../../schemas/attributes.ts';

const LOST = 'resources.attribute-lost';

/** One exchange with JSON on both sides, sent by a check. */
function exchange(
  number: number,
  check: string,
  method: string,
  path: string,
  sent: unknown,
  body: unknown,
): Exchange {
  return {
    number,
    check,
    ordinal: 1,
    purpose: 'claim',
    method,
    path,
    template: path,
    request: { headers: {}, ...(sent !== undefined && { body: JSON.stringify(sent) }) },
    response: { status: method === 'POST' ? 201 : 200, headers: {}, body: JSON.stringify(body) },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
  };
}

/** What is said to be lost where two checks send a title that no answer shows. */
function lostWhere(published: string[]): string | undefined {
  const schema = { id: USER, attributes: published.map((name) => ({ name, returned: 'default' })) };
  // The schema of schemas has a name and a title of its own.
  const other = { id: 'urn:ietf:params:scim:schemas:core:2.0:Schema', attributes: [{ name: 'title' }] };
  const made = { schemas: [USER], id: '1', userName: 'a' };
  const sent = {
    schemas: [USER],
    userName: 'a',
    title: 'Dr',
    externalId: published.length > 1 ? undefined : 'x',
  };
  const view = new View(
    [],
    [
      exchange(1, 'discovery', 'GET', `/Schemas/${USER}`, undefined, schema),
      exchange(2, 'discovery', 'GET', `/Schemas/${other.id}`, undefined, other),
      exchange(3, 'one', 'POST', '/Users', sent, made),
      exchange(4, 'two', 'POST', '/Users', sent, made),
    ],
    { rowsFor: () => [], rowById: () => undefined },
  );
  return attributeSymptoms.find(({ id }) => id === LOST)?.look(view).about;
}

test('an attribute that the schemas publish is lost where it is not shown', () => {
  expect(lostWhere(['userName', 'title'])).toBe('title');
});

test('one that they leave out is not, except for externalId, which they need not list', () => {
  expect(lostWhere(['userName'])).toBe('externalId');
});
