import { type Breach, rule } from '../../kit/check/rule.ts';
import { type Attributes, at, show } from '../../schemas/attributes.ts';
import { once, resourcesIn } from './seen.ts';

/** Names that an endpoint may put together of others. */
const NAMES = ['displayName', 'name.formatted'];

/** What programs write for a value that is not there; people are called Null, with a capital letter. */
const NOTHING = /(^|[\s,])(null|undefined|\[object Object\])(?=$|[\s,])/;

/** Whether a resource bears a name of this run: what others stored is theirs. */
function isOwn(resource: Attributes, marker: string): boolean {
  return ['userName', 'displayName'].some((name) =>
    String(at(resource, name) ?? '')
      .toLowerCase()
      .includes(marker),
  );
}

export const texts = [
  rule({
    id: 'traffic.names-hold-no-text-of-nothing',
    verifies: ['practice:P47'],
    title: 'names composed by the endpoint contain no "null" for a missing part',
    reads: true,
    applies: (answered, context) =>
      resourcesIn(answered, context).some(({ resource }) =>
        NAMES.some((path) => typeof at(resource, path) === 'string'),
      ),
    breaks: (answered, context) =>
      once(
        resourcesIn(answered, context)
          .filter(({ resource }) => isOwn(resource, context.marker))
          .flatMap(({ resource }): Breach[] =>
            NAMES.flatMap((path) => {
              const text = at(resource, path);
              const found = typeof text === 'string' ? NOTHING.exec(text)?.[2] : undefined;
              // What was sent so is kept so.
              if (found === undefined || answered.request.body?.includes(String(text))) return [];
              return [{ key: path, expected: 'the existing parts', observed: show(text) }];
            }),
          ),
      ),
  }),
];
