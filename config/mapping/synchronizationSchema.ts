import { isObject } from '../../schemas/attributes.ts';
import { present } from '../../schemas/present.ts';
import type { Mapping, MatchingAttribute } from '../profile.ts';
import { type AttributeFacts, attributeFacts, type ExportedSchema, objectMappingsIn } from './exported.ts';
import { type Json, objectsAt, refuseMisspelt } from './members.ts';
import { inOrder, type ReadMapping } from './shape.ts';
import { readSource, SOURCE } from './sources.ts';

const LINE = [
  'defaultValue',
  'exportMissingReferences',
  'flowBehavior',
  'flowType',
  'id',
  'matchingPriority',
  'source',
  'targetAttributeName',
];

/** Flow types that have no mapping of their own here, and what becomes of them. */
const FLOW_TYPES: Record<string, { when?: 'create-only'; note?: string }> = {
  always: {},
  objectaddonly: { when: 'create-only' },
  attributeaddonly: {
    when: 'create-only',
    note: 'Entra also fills the attribute later where it is empty; here it is sent on creation only',
  },
  multivalueaddonly: { note: 'values are added and replaced here, where Entra only adds' },
  valueaddonly: { note: 'values are added and replaced here, where Entra only adds' },
};

/**
 * Reads the attribute mappings of an exported synchronizationSchema: direct, constant, none and expression mappings
 * alike. What is not understood is listed with its JSON path, and with what happens without it.
 * @throws Error naming the file and the JSON path of what has not the documented shape
 */
export function readSynchronizationSchema(exported: ExportedSchema, file: string): ReadMapping {
  const read: ReadMapping = { mapping: [], matching: [], leftOut: [], notes: [] };
  for (const { objects, place, resource } of objectMappingsIn(exported, file, read.leftOut)) {
    const mappings = `${place}/attributeMappings`;
    const facts = attributeFacts(exported, String(objects.targetObjectName));
    objectsAt(objects.attributeMappings, mappings, file).forEach((line, index) => {
      readLine({ line, place: `${mappings}/${index}`, resource, facts, file }, read);
    });
  }
  return { ...read, matching: inOrder(read.matching) };
}

interface Line {
  line: Json;
  place: string;
  resource: Mapping['resource'];
  facts: Map<string, AttributeFacts>;
  file: string;
}

function readLine({ line, place, resource, facts, file }: Line, read: ReadMapping): void {
  refuseMisspelt(line, LINE, place, file);
  if (isObject(line.source)) refuseMisspelt(line.source, SOURCE, `${place}/source`, file);
  const {
    targetAttributeName: target,
    source,
    flowType,
    flowBehavior,
    matchingPriority,
    defaultValue,
  } = line;
  if (typeof target !== 'string' || target === '') {
    read.leftOut.push(`${place}/targetAttributeName: there is no target; the line sends nothing`);
    return;
  }
  const found = readSource(source);
  if ('leftOut' in found) {
    read.leftOut.push(
      `${place}/source: ${found.leftOut}; ${target} is not sent, and nothing is matched by it`,
    );
    return;
  }
  const { type, caseExact } = facts.get(target.toLowerCase()) ?? {};
  if (/^reference$/i.test(type ?? '') && !/(^|:)(manager|members)(\.value)?$/i.test(target)) {
    read.leftOut.push(
      `${place}/targetAttributeName: ${target} refers to other objects; of references managers and members are sent, and this one is not`,
    );
    return;
  }
  const flow = FLOW_TYPES[String(flowType ?? 'Always').toLowerCase()];
  const note = flow === undefined ? `${JSON.stringify(flowType)} is not known; read as Always` : flow.note;
  if (note !== undefined)
    read.notes.push(`${place}/flowType: ${flow === undefined ? '' : `${flowType}: `}${note}`);
  if (flowBehavior !== undefined && flowBehavior !== null && !/^FlowWhenChanged$/i.test(String(flowBehavior)))
    read.notes.push(
      `${place}/flowBehavior: ${flowBehavior} is read as FlowWhenChanged: ${target} is written where it differs`,
    );
  read.mapping.push({
    resource,
    source: found.text,
    target,
    ...(flow?.when === undefined ? {} : { when: flow.when }),
    ...(readDefault(defaultValue) === undefined ? {} : { default: readDefault(defaultValue) }),
    ...(/^boolean$/i.test(type ?? '') ? { truth: true as const } : {}),
    ...present({ caseExact }),
  });
  const precedence = Number(matchingPriority ?? 0);
  if (Number.isInteger(precedence) && precedence > 0) {
    const match: MatchingAttribute = { resource, path: target, precedence };
    read.matching.push(match);
  }
}

function readDefault(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
