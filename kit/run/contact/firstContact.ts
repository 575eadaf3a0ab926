import { resourceType } from '../../../schemas/lookup.ts';
import type { FirstContact, Round } from '../../safety/contact.ts';
import type { NotingSender } from '../../wire/request.ts';
import type { Acting } from './acting.ts';
import type { ContactOrder } from './changes.ts';
import { ContactRound } from './round.ts';

/** With less room the accounts are taken away before groups are made. */
const ROOM_FOR_BOTH = 6;

/**
 * The first writes of a run, to accounts and then to groups, one at a time. A kind of write that reached another
 * resource than it named goes out no more; where a create did, nothing does. What was acknowledged and does not show
 * is sent no second time.
 * @returns what was seen; without any write where nothing could be made
 */
export async function firstContact(run: Acting, order: ContactOrder = {}): Promise<FirstContact> {
  const sender: NotingSender = { check: 'shared:first-contact', ordinal: 0, exchanges: [] };
  const [first = 'User', ...rest] = kindsToTry(run, order);
  const round = async (kind: 'User' | 'Group'): Promise<Round> => {
    const contact = new ContactRound(run, kind, order, sender);
    await contact.go();
    return contact.result;
  };
  const result = await round(first);
  const contact: FirstContact = { ...result, exchanges: sender.exchanges };
  if (rest.length > 0 && mayGoOn(result)) {
    if (run.ledger.most < ROOM_FOR_BOTH) await run.cleanUp(sender);
    contact.groups = await round('Group');
  }
  return contact;
}

/** Whether groups that are made now could be taken away again. */
function mayGoOn({ writes, stays }: Round): boolean {
  return stays === undefined && !writes.get('POST')?.reached && !writes.get('DELETE')?.reached;
}

/** Whom the run may write to: accounts before groups. */
function kindsToTry(run: Acting, { groups = true }: ContactOrder): ('User' | 'Group')[] {
  const { resources } = run.setup.profile;
  const hasUsers = resourceType(run.capabilities, 'User') !== undefined;
  // Where nothing is published, a first create shows whether there are groups.
  const hasGroups =
    run.capabilities.resourceTypes === undefined || resourceType(run.capabilities, 'Group') !== undefined;
  if (resources === 'groups' || (!hasUsers && resourceType(run.capabilities, 'Group'))) return ['Group'];
  return ['User', ...(groups && hasGroups && resources !== 'users' ? ['Group' as const] : [])];
}
