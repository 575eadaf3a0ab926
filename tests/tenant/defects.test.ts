import { beforeAll, describe, expect, it } from 'vitest';
import { loadRows } from '../../config/requirements/catalogue.ts';
import { defects, startTenant } from '../../tenant/index.ts';
import { drawn } from '../drawn.ts';
import { conversation } from './conversation.ts';
import { fixture } from './support.ts';

async function hear(options: Parameters<typeof fixture>[0]): Promise<string[]> {
  const scim = await fixture(options);
  try {
    return await conversation(scim);
  } finally {
    await scim.close();
  }
}

describe('defects', () => {
  let sound: string[];
  beforeAll(async () => {
    sound = await hear({});
  });

  it('are absent from a sound tenant, which answers alike each time and never breaks', async () => {
    expect(await hear({})).toEqual(sound);
    expect(sound.filter((line) => / \| 5\d\d \| /.test(line))).toEqual([]);
  });

  // That each defect shows is the detection test's claim; here, that the tenant outlives it.
  const heardDefects = defects.filter(({ face }) => face !== 'tls');
  it.each(drawn('defects', heardDefects, 15))('the tenant goes on under $id', async (defect) => {
    const heard = await hear({ face: defect.face ?? 'full', defects: [defect.id] });
    expect(heard.join('\n')).not.toContain('a defect of its own');
    expect(heard.length).toBe(sound.length);
  });

  it('have ids of their own and break rows that exist', () => {
    expect(new Set(defects.map(({ id }) => id)).size).toBe(defects.length);
    const rows = new Set(loadRows().map(({ id }) => id));
    for (const { id, breaks } of defects) {
      expect(breaks.length, id).toBeGreaterThan(0);
      expect(
        breaks.filter((row) => !rows.has(row)),
        id,
      ).toEqual([]);
    }
  });

  it('are refused by a name that no one knows', async () => {
    await expect(startTenant({ defects: ['none'] })).rejects.toThrow('no defect "none"');
    await expect(startTenant({ face: 'none' as 'full' })).rejects.toThrow('no face "none"');
  });
});
