import { loadProfile } from '../../config/profiles.ts';
import type { Attributes } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { readCapabilities } from '../../schemas/discovery.ts';
import { LETTERS, personAt } from '../../suites/fixtures/lists/castValues.ts';
import { buildVocabulary, type Vocabulary } from '../../suites/queries/truth/vocabulary.ts';
import { startTenant } from '../../tenant/index.ts';

export interface World {
  capabilities: Capabilities;
  /** Users as the suite would create them, with what an endpoint adds. */
  people: Attributes[];
  vocabulary: Vocabulary;
}

/** The users of the suite and their vocabulary, for the schemas that the full tenant publishes. */
export async function world(): Promise<World> {
  const tenant = await startTenant();
  try {
    const read = async (path: string) =>
      (await fetch(`${tenant.url}${path}`, { headers: { authorization: `Bearer ${tenant.token}` } })).json();
    const bodies = {
      serviceProviderConfig: await read('/ServiceProviderConfig'),
      resourceTypes: await read('/ResourceTypes'),
      schemas: await read('/Schemas'),
    };
    const target = { https: false, loopback: true };
    const capabilities = readCapabilities(bodies, loadProfile('smartfile'), target, tenant.url);
    const people = LETTERS.map((letter, index) => ({
      id: `id-${letter}`,
      ...personAt(capabilities, 'rich', 'conf-test-', 'example.test', index),
    }));
    return { capabilities, people, vocabulary: buildVocabulary(capabilities, people) };
  } finally {
    await tenant.close();
  }
}
