import { type CheckTools, check } from '../../kit/check/check.ts';
import { describe, type Must } from '../../kit/check/must.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { type Attributes, GROUP, member, show, USER } from '../../schemas/attributes.ts';
import type { Attribute, ResourceType } from '../../schemas/capabilities.ts';
import { findSchema } from '../../schemas/lookup.ts';

/** Answers by which an endpoint lets nobody create resources of a type: a device, a role or a licence may be bought. */
const isClosed = ({ status }: ScimResponse): boolean => status === 501 || (status >= 400 && status < 500);

/** A type of resource that can be tried: its name can carry the run's marker. */
interface Kind {
  type: ResourceType;
  /** The attribute by which a resource of the run is known, and removed. */
  naming: Attribute;
  /** What else a body has to have. */
  required: Attribute[];
}

const isWritten = ({ mutability }: Attribute): boolean => mutability !== 'readOnly';

/** The other types that the endpoint publishes, and whose resources a client can name. */
function kindsIn({ capabilities }: Pick<CheckTools, 'capabilities'>): Kind[] {
  const known = new Set(
    (capabilities.resourceTypes ?? [])
      .filter(({ schema, name }) => [USER, GROUP].includes(schema) || ['User', 'Group'].includes(name))
      .map(({ endpoint }) => endpoint),
  );
  return (capabilities.resourceTypes ?? []).flatMap((type) => {
    const { attributes = [] } = findSchema(capabilities, type.schema) ?? {};
    const texts = attributes.filter(
      (one) =>
        one.type === 'string' && !one.multiValued && one.canonicalValues.length === 0 && isWritten(one),
    );
    // As clean-up looks for it: what is required or unique, then the usual names.
    const naming =
      texts.find(({ required, uniqueness }) => required || uniqueness !== 'none') ??
      texts.find(({ name }) => ['displayName', 'name'].includes(name));
    if (known.has(type.endpoint) || naming === undefined || naming.returned === 'never') return [];
    const required = attributes.filter((one) => one.required && one !== naming && isWritten(one));
    return [{ type, naming, required }];
  });
}

/** A resource of such a type, as it was sent and as its address shows it. */
interface Made {
  path: string;
  name: string;
  read: Attributes;
}

async function makeKind({ scim, given }: CheckTools, line: Must, kind: Kind): Promise<Made | undefined> {
  const { type, naming, required } = kind;
  const name = given.unique();
  const body = {
    schemas: [type.schema],
    ...Object.fromEntries(required.map((one) => [one.name, given.sample(one)])),
    [naming.name]: name,
  };
  const answer = await scim.post(type.endpoint, body);
  if (isClosed(answer)) return undefined;
  line.haveStatus(answer, [200, 201], { key: 'create' });
  const path = await given.findPlace(answer, body);
  const read = await scim.get(path);
  line.haveStatus(read, 200, { key: 'read' });
  line.keep(read.body, naming.name, name, { key: 'name', caseExact: false });
  return { path, name, read: read.body };
}

/** Two are made, one of them is changed and deleted; the other stays as it was, and nothing of the first remains. */
async function livesAndGoes(tools: CheckTools, line: Must, kind: Kind): Promise<boolean> {
  const { scim, given, capabilities, observe, eventually } = tools;
  const { type, naming } = kind;
  const first = await makeKind(tools, line, kind);
  const second = first && (await makeKind(tools, line, kind));
  observe(`types.${type.name}`, second ? 'created' : 'not created by clients');
  if (first === undefined || second === undefined) return false;
  const stays = async (key: string) => {
    const { status, body } = await scim.get(second.path);
    line.hold(status === 200 && member(body, naming.name) === member(second.read, naming.name), {
      key,
      expected: 'the other one as it was',
      observed: `status ${status} with ${naming.name} ${show(member(body, naming.name))}`,
    });
  };
  if (naming.mutability === 'readWrite') {
    const value = given.unique();
    const operation = { op: 'replace', path: naming.name, value };
    const change = capabilities.features.patch
      ? await scim.patch(first.path, [operation])
      : await scim.put(first.path, { ...first.read, [naming.name]: value });
    if (change.ok)
      line.keep((await scim.get(first.path)).body, naming.name, value, { key: 'changed', caseExact: false });
    await stays('other/changed');
  }
  const deletion = await scim.delete(first.path);
  line.hold(deletion.ok || isClosed(deletion), {
    key: 'delete',
    expected: 'success, or a refusal with 4xx or 501',
    observed: describe(deletion),
    exchange: deletion.exchange,
  });
  if (!deletion.ok) return true;
  const gone = await eventually(
    () => scim.get(first.path),
    ({ status }) => status === 404,
  );
  line.haveStatus(gone, 404, { key: 'still-there', row: '7644:3.6/deleted-get-404' });
  await stays('other/deleted');
  return true;
}

/** Resource types of an endpoint's own (RFC 7643 section 6). */
export const otherTypes = [
  check(
    'protocol.other-types-live-and-go',
    ['7644:3.4.1/get-200', '7644:3.6/deleted-get-404'],
    'creatable resources of other types can be read, changed and deleted',
    { phase: 'exclusive', optIn: 'all-types' },
    async (tools) => {
      const { must, notApplicable } = tools;
      const kinds = kindsIn(tools);
      if (kinds.length === 0) notApplicable('the endpoint publishes no other type that a client could use');
      let made = 0;

      await must.each(
        kinds,
        ({ type }) => type.name,
        async (kind, line) => {
          if (await livesAndGoes(tools, line, kind)) made += 1;
        },
      );
      if (made === 0) notApplicable('clients cannot create any of them', 'nothing-to-observe');
    },
  ),
];
