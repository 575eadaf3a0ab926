import { type CheckTools, check } from '../../kit/check/check.ts';
import { type Attributes, member, show, unassigned } from '../../schemas/attributes.ts';
import { findFlaws } from '../../schemas/messages.ts';
import { unfenced } from '../../schemas/parts.ts';
import { fetchEntries, readName } from './documents.ts';
import { listUris, readAttributes } from './schemas.ts';
import { haveNone } from './serviceProviderConfig.ts';

const META_SCHEMAS = /:core:2\.0:(ServiceProviderConfig|ResourceType|Schema)$/i;
const CORE = /^urn:ietf:params:scim:schemas:core:/i;

const BOOLEANS = ['multiValued', 'required', 'caseExact'];
const KEYWORDS = ['type', 'mutability', 'returned', 'uniqueness'];

/** An attribute or a sub-attribute as it is published, with a path for the keys of findings. */
interface Definition {
  path: string;
  schema: string;
  definition: Attributes;
  /** The attribute that it is a sub-attribute of. */
  parent?: Attributes;
}

export const definitions = [
  check(
    'discovery.attributes-have-legal-names',
    ['7643:2.1/attr-name-abnf'],
    'published attribute names begin with a letter and contain only legal characters',
    { reads: true },
    async ({ must, ...tools }) => {
      const entries = await fetchEntries(tools, 'Schemas');

      await must.each(entries, readName, async (entry, line) => {
        const flaws = (await findFlaws('schema', entry)).filter(({ steps }) => steps.at(-1) === 'name');
        const [first] = flaws.filter(({ steps, keyword }) => steps.length > 1 && keyword !== 'required');
        haveNone(first === undefined ? [] : [first], line, 'name');
      });
    },
  ),
  check(
    'discovery.characteristics-are-keywords',
    ['7643:7/char-enums', '7643:2.3.8/no-nested-complex'],
    'characteristics of published attributes have values defined by the RFC',
    { reads: true },
    async ({ must, remark, ...tools }) => {
      const entries = await fetchEntries(tools, 'Schemas');
      const lines = definedIn(entries, tools);

      for (const entry of entries) {
        const flaws = (await findFlaws('schema', entry)).filter(({ keyword }) => keyword !== 'required');
        const keyword = /^(mutability|returned|uniqueness|type)$/;
        const wrong = flaws.filter(({ steps }) => steps.length > 2 && keyword.test(steps.at(-1) ?? ''));
        await must.each(
          wrong,
          ({ steps }) => `${readName(entry)}.${pathIn(steps)}`,
          (flaw, line) => {
            const name = flaw.steps.at(-1) ?? '';
            // Of an extension's new type another row says that it is to be warned of.
            if (name === 'type' && !CORE.test(String(member(entry, 'id')))) return;
            if (isRecased(unfenced(flaw.observed), flaw.expected))
              remark('warning', `${flaw.path}`, flaw.observed);
            else haveNone([flaw], line, name);
          },
        );
      }
      await must.each(lines, readPath, ({ definition, parent, schema }, line) => {
        const below = readAttributes(definition).length > 0;
        const complex = lower(member(definition, 'type')) === 'complex';
        const allowed = META_SCHEMAS.test(schema);
        line.hold(
          !(parent !== undefined && (complex || below)) || allowed,
          {
            key: 'nested',
            expected: 'a sub-attribute that is not complex',
            observed: 'a complex one',
          },
          { row: '7643:2.3.8/no-nested-complex' },
        );
        line.hold(
          complex || !below,
          {
            key: 'subAttributes',
            expected: 'no sub-attributes of a simple attribute',
            observed: show(readAttributes(definition).map(readName)),
          },
          { row: '7643:2.3.8/no-nested-complex' },
        );
      });
    },
  ),
  check(
    'discovery.characteristics-are-complete',
    ['7643:7/char-complete', '7643:7/complex-has-subattributes', '7643:7/reference-types'],
    'published attributes state their characteristics, sub-attributes and targets',
    { reads: true },
    async ({ must, ...tools }) => {
      const entries = await fetchEntries(tools, 'Schemas');
      const types = (await fetchEntries(tools, 'ResourceTypes')).map(readName);
      const targets = ['external', 'uri', ...types];

      await must.each(definedIn(entries, tools), readPath, ({ definition }, line) => {
        const type = lower(member(definition, 'type'));
        // What else is left out has a default (RFC 7643 section 2.2).
        const missing = ['multiValued'].filter((name) => unassigned(member(definition, name)));
        const misstated = [...BOOLEANS, ...KEYWORDS].filter((name) => !isWellStated(name, definition));
        line.equal([...missing, ...misstated], [], {
          key: 'characteristics',
          what: 'the characteristics not stated',
        });
        line.hold(
          type !== 'complex' || readAttributes(definition).length > 0,
          {
            key: 'subAttributes',
            expected: 'sub-attributes of a complex attribute',
            observed: 'none',
          },
          { row: '7643:7/complex-has-subattributes' },
        );
        const named = member(definition, 'referenceTypes');
        const list = Array.isArray(named) ? named : [];
        line.hold(
          type !== 'reference' || (list.length > 0 && list.every((one) => targets.includes(one))),
          {
            key: 'referenceTypes',
            expected: `some of ${targets.join(', ')}`,
            observed: show(named),
          },
          { row: '7643:7/reference-types' },
        );
      });
    },
  ),
  check(
    'discovery.extensions-bring-no-types',
    ['7643:2.3/no-new-types'],
    'extension attributes have types defined by the RFC',
    { reads: true },
    async ({ must, ...tools }) => {
      const extensions = (await fetchEntries(tools, 'Schemas')).filter(({ id }) => !CORE.test(String(id)));
      if (extensions.length === 0) tools.notApplicable('the endpoint publishes no extension');

      await must.each(extensions, readName, async (entry, line) => {
        const flaws = (await findFlaws('schema', entry)).filter(({ steps }) => steps.at(-1) === 'type');
        const [first] = flaws.filter(({ keyword }) => keyword !== 'required');
        haveNone(
          first === undefined ? [] : [first],
          line,
          first === undefined ? 'type' : pathIn(first.steps),
        );
      });
    },
  ),
  check(
    'discovery.standard-attributes-keep-their-meaning',
    ['7643:2.4/subattr-meaning', '7643:3.1/id-characteristics'],
    'value, type, primary, display, $ref and id are published with their standard meaning',
    { reads: true },
    async ({ must, ...tools }) => {
      const types = await fetchEntries(tools, 'ResourceTypes');
      const uris = types.flatMap(listUris);
      // An extension may have an attribute named id: it is none that every resource has.
      const bases = types.map((type) => String(member(type, 'schema')));
      const isId = ({ schema, definition, parent }: Definition): boolean =>
        parent === undefined && bases.includes(schema) && lower(readName(definition)) === 'id';
      const entries = (await fetchEntries(tools, 'Schemas')).filter(({ id }) => uris.includes(String(id)));
      const lines = entries
        .flatMap(listDefinitions)
        .filter((one) => isId(one) || describeMeaning(one) !== undefined);
      if (lines.length === 0) tools.notApplicable('the schemas define no attribute of this kind');

      await must.each(lines, readPath, (one, line) => {
        const { definition } = one;
        if (isId(one)) {
          const row = '7643:3.1/id-characteristics';
          line.equal(member(definition, 'mutability'), 'readOnly', { key: 'mutability', row });
          line.equal(member(definition, 'returned'), 'always', { key: 'returned', row });
          line.equal(member(definition, 'caseExact'), true, { key: 'caseExact', row });
        }
        const wanted = describeMeaning(one);
        if (wanted === undefined) return;
        line.equal(member(definition, 'type'), wanted, { key: 'type', what: 'its type', caseExact: false });
        line.equal(member(definition, 'multiValued') ?? false, false, { key: 'multiValued' });
      });
    },
  ),
];

const MEANINGS: Record<string, string | undefined> = {
  type: 'string',
  display: 'string',
  primary: 'boolean',
  $ref: 'reference',
};

/** The standard type of a sub-attribute of a list, where it is one whose meaning the RFC fixes. */
function describeMeaning({ definition, parent }: Definition): string | undefined {
  const inList = parent !== undefined && member(parent, 'multiValued') === true;
  return inList ? MEANINGS[readName(definition)] : undefined;
}

/** Whether a characteristic is stated, those that are true or false as a boolean. */
function isWellStated(name: string, definition: Attributes): boolean {
  const value = member(definition, name);
  return unassigned(value) || typeof value === (BOOLEANS.includes(name) ? 'boolean' : 'string');
}

/** The attributes that all schemas define; ends the check where there are none. */
function definedIn(
  entries: Attributes[],
  { notApplicable }: Pick<CheckTools, 'notApplicable'>,
): Definition[] {
  const lines = entries.flatMap(listDefinitions);
  if (lines.length === 0) notApplicable('the schemas define no attributes', 'nothing-to-observe');
  return lines;
}

/** Every attribute of a schema and every sub-attribute, one level down as the RFC knows them. */
function listDefinitions(entry: Attributes): Definition[] {
  const schema = String(member(entry, 'id'));
  return readAttributes(entry).flatMap((definition) => {
    const path = `${readName(entry)}.${readName(definition)}`;
    const subs = readAttributes(definition).map((sub) => ({
      path: `${path}.${readName(sub)}`,
      schema,
      definition: sub,
      parent: definition,
    }));
    return [{ path, schema, definition }, ...subs];
  });
}

const readPath = ({ path }: Definition): string => path;
const lower = (value: unknown): string => String(value).toLowerCase();

/** `emails.type` of the steps `attributes`, `emails`, `subAttributes`, `type`, `mutability`. */
function pathIn(steps: string[]): string {
  return steps
    .slice(0, -1)
    .filter((_, index) => index % 2 === 1)
    .join('.');
}

/** Whether an observed keyword is one of the expected in another letter case. */
function isRecased(observed: string, expected: string): boolean {
  const word = observed.replaceAll('"', '').toLowerCase();
  return expected
    .toLowerCase()
    .split(/,? or |, /)
    .includes(word);
}
