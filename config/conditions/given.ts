import { ENTERPRISE } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import type { MatchingAttribute, Profile } from '../profile.ts';
import { decide, type Holds, sameName, unknown } from './condition.ts';

/** First attribute name of a target path: `emails[type eq "work"].value` gives `emails`. */
function firstName(path: string): string {
  const local = path.startsWith(`${ENTERPRISE}:`) ? path.slice(ENTERPRISE.length + 1) : path;
  return local.split(/[.[]/)[0] ?? local;
}

/** `mapped:User.title`, `mapped:enterprise.manager`: the profile's mapping writes to it. */
export function mapped(path: string): Holds {
  const [owner = '', name = ''] = path.split('.');
  return (_, profile) => {
    const found = profile.mapping.some(({ resource, target }) => {
      const actual = target.startsWith(`${ENTERPRISE}:`) ? 'enterprise' : resource;
      return sameName(actual, owner) && sameName(firstName(target), name);
    });
    return decide(found, 'assumed', `profile ${profile.name} ${found ? 'maps' : 'does not map'} ${path}`);
  };
}

/** `matching:User.externalId`: the profile looks resources up by it. */
export function matching(path: string): Holds {
  const [owner = '', name = ''] = path.split('.');
  const hits = (one: MatchingAttribute) =>
    sameName(one.resource, owner) && sameName(firstName(one.path), name);
  return (_, profile) => {
    const found = profile.matching.some(hits);
    return decide(
      found,
      'assumed',
      `profile ${profile.name} ${found ? 'matches' : 'does not match'} on ${path}`,
    );
  };
}

/** Whether the profile provisions users, or groups. */
export function provisions(what: 'users' | 'groups'): Holds {
  return (_, profile) => {
    const holds = profile.resources === 'both' || profile.resources === what;
    return decide(holds, 'assumed', `profile ${profile.name} provisions ${profile.resources}`);
  };
}

/** Whether something holds of the address under test. */
export const target = (
  holds: (target: Capabilities['target']) => boolean,
  yes: string,
  no: string,
): Holds => {
  return (capabilities) => {
    const answer = holds(capabilities.target);
    return decide(answer, 'target', answer ? yes : no);
  };
};

/** Whether the profile's account of soft deletion is the wanted one; unknown where the profile does not say. */
export function softDelete(wanted: Profile['softDelete']): Holds {
  return (_, profile) => {
    const why = `profile ${profile.name} says softDelete: ${profile.softDelete}`;
    if (profile.softDelete === 'unknown') return unknown(why, 'assumed');
    return decide(profile.softDelete === wanted, 'assumed', why);
  };
}
