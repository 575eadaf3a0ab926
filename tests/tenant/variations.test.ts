import { describe, expect, it } from 'vitest';
import { rowById } from '../../config/requirements/catalogue.ts';
import { contradiction, exclude, startTenant, type Variation, variations } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { conversation } from './conversation.ts';
import { fixture } from './support.ts';

describe('variations', () => {
  it('have ids of their own, words, a basis, and name rows that exist', () => {
    expect(new Set(variations.map(({ id }) => id)).size).toBe(variations.length);
    for (const { id, says, basis, rows = [], smartfileRows = [], excludes = [] } of variations) {
      expect(id).toMatch(/^[a-z-]+\.[a-z0-9-]+$/);
      expect(says.length, id).toBeGreaterThan(10);
      expect(basis.length, id).toBeGreaterThan(0);
      for (const section of basis)
        expect(section, id).toMatch(
          /^(76(43|44)|9110|9112|9111|9865|8288|9530|3986|3339|5789|6266|6585|6750|7617|8259|8594|9745|xsd):[\d.]+$/,
        );
      expect(
        [...rows, ...smartfileRows].filter((row) => rowById(row) === undefined),
        id,
      ).toEqual([]);
      expect(
        excludes.filter((other) => !variations.some((one) => one.id === other)),
        id,
      ).toEqual([]);
    }
  });

  it.each(drawn('variations', variations, 20))('the tenant goes on under $id', async ({ id }) => {
    const scim = await fixture({ variations: [id] });
    try {
      expect((await conversation(scim)).join('\n')).not.toContain('a defect of its own');
    } finally {
      await scim.close();
    }
  });

  it('of one choice exclude each other', async () => {
    const [one, other] = ['identifiers.base64', 'identifiers.long'];
    expect(contradiction([one, other])).toBe(`the variations ${one} and ${other} exclude each other`);
    expect(contradiction([one])).toBeUndefined();
    const find = (wanted: string) => variations.find(({ id }) => id === wanted) as Variation;
    expect(exclude(find(one), find(other))).toBe(true);
    await expect(startTenant({ variations: [one, other] })).rejects.toThrow('exclude each other');
  });

  it('make the same tenant in whichever order they are named', async () => {
    const named = ['types.users-named-otherwise', 'shape.pascal-case'];
    const types = await Promise.all(
      [named, [...named].reverse()].map(async (ids) => {
        const scim = await fixture({ variations: ids });
        try {
          return (await scim.user()).Meta.ResourceType;
        } finally {
          await scim.close();
        }
      }),
    );
    expect(types).toEqual(['Person', 'Person']);
  });

  it('are refused by a name that no one knows', async () => {
    await expect(startTenant({ variations: ['none'] })).rejects.toThrow('no variation "none"');
  });
});
