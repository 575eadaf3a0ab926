import { createHash } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { exclude } from '../../tenant/index.ts';
import { drawn as drawnToday } from '../drawn.ts';
import { closedBy, type Drawn, drawnChanges } from './drawn.ts';
import { judgeVariations, type ProfileName } from './judge.ts';

const SEED = 'drawn';
const AT_ONCE = 9;

/** Changes under which a check once failed or was blocked for nothing, together as they were then or closer. */
const known = [
  [
    'userName immutable',
    'active read-only',
    'userType unique',
    'title on-request',
    'manager write-only',
    'costCenter immutable',
  ],
  [
    'manager required',
    'displayName write-only',
    'costCenter immutable',
    'name.middleName required',
    'roles required',
    'active on-request',
  ],
  [
    'displayName listed',
    'name write-only',
    'manager immutable',
    'department unique',
    'x509Certificates always',
    'emails.type listed',
  ],
  ['name.givenName listed', 'addresses required', 'emails.type listed', 'displayName exact-case'],
];

/** Every change once, in tenants of several each; in an order that a seed decides. */
function drawn(changes: Drawn[]): Drawn[][] {
  const place = ({ variation }: Drawn) =>
    createHash('sha256').update(`${SEED} ${variation.id}`).digest('hex');
  let open = [...changes].sort((left, right) => (place(left) < place(right) ? -1 : 1));
  const tenants: Drawn[][] = [];
  while (open.length > 0) {
    const chosen: Drawn[] = [];
    for (const one of open)
      if (chosen.length < AT_ONCE && !chosen.some((other) => exclude(other.variation, one.variation)))
        chosen.push(one);
    open = open.filter((one) => !chosen.includes(one));
    tenants.push(chosen);
  }
  return tenants;
}

const isFull = inject('variations') === 'full';
const changes = drawnChanges();
const tenants = drawn(changes);
const remembered = known.map((names) =>
  changes.filter(({ variation }) => names.includes(variation.id.slice(7))),
);
const tried = drawnToday(
  'changes of schemas',
  [...remembered, ...(isFull ? tenants : tenants.slice(0, 1))],
  1,
);

test('each attribute that a client writes is drawn in several ways', () => {
  expect(new Set(changes.map(({ about }) => about.split('.')[0])).size).toBeGreaterThanOrEqual(25);
  expect(remembered.map((one) => one.length)).toEqual(known.map((names) => names.length));
});

describe.each((isFull ? ['rfc', 'smartfile'] : ['smartfile']) as ProfileName[])(
  'in profile %s',
  (profile) => {
    test.each(
      tried.map((one) => [one.map(({ variation }) => variation.id.slice(7)).join(', '), one] as const),
    )(
      'nothing fails, is blocked or in error where the schemas say: %s',
      { timeout: 240_000 },
      async (_name, one) => {
        const mayFail = profile === 'rfc' ? () => false : closedBy(one);
        expect(
          await judgeVariations(
            one.map(({ variation }) => variation),
            profile,
            mayFail,
            { strict: true },
          ),
        ).toEqual([]);
      },
    );
  },
);
