import { encodeSegment, idAt } from '../../kit/wire/paths.ts';
import { type Attributes, isObject, member } from '../../schemas/attributes.ts';
import { operationsIn, resultsIn } from '../../schemas/bulk.ts';
import { type Act, readHeader } from '../traffic/act.ts';

/** A resource that an answer says was made. */
interface Made {
  id: string;
  path: string;
  /** What it was given, as far as it is known. */
  sent: Attributes;
}

/** What the creates of a request made, by its answer: one, or those of a bulk job that have a bulkId and a location. */
export function readMade(act: Act): Made[] {
  if (act.verb === 'create' && act.status === 201) {
    const id = member(act.body, 'id');
    const sent = isObject(act.sent) ? act.sent : {};
    if (typeof id !== 'string') return [];
    const location = readHeader(act.exchange.response?.headers, 'location');
    // An answer may repeat an id that was sent although the resource has another: then Location says which.
    const own = (id === member(sent, 'id') && location !== undefined && idAt(location)) || id;
    return [{ id: own, path: `${act.target}/${encodeSegment(own)}`, sent }];
  }
  if (act.verb !== 'bulk' || !isObject(act.body)) return [];
  const asked = operationsIn(act.exchange.request.body);
  return resultsIn(act.body).flatMap(({ status, bulkId, location }) => {
    const operation = asked.find((one) => bulkId !== undefined && member(one, 'bulkId') === bulkId);
    const id = typeof location === 'string' ? idAt(location) : undefined;
    if (operation === undefined || status !== 201 || !id) return [];
    const data = member(operation, 'data');
    return [
      { id, path: `${member(operation, 'path')}/${encodeSegment(id)}`, sent: isObject(data) ? data : {} },
    ];
  });
}
