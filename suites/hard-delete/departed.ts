import type { CheckTools } from '../../kit/check/check.ts';
import { listOf } from '../../kit/check/must.ts';
import type { Owned } from '../../kit/check/reader.ts';
import { quote } from '../../kit/check/scim.ts';
import { freeTextOfExtension, typeOfMail } from '../../kit/compose/choose.ts';
import { nested } from '../../kit/compose/merge.ts';
import { Blocked } from '../../kit/errors.ts';
import type { ScimResponse } from '../../kit/wire/response.ts';
import { ENTERPRISE, member, SEARCH_REQUEST } from '../../schemas/attributes.ts';
import { findAttribute } from '../../schemas/lookup.ts';
import { matchingOf } from '../matching/attributes.ts';
import { domainOf } from '../users/optional.ts';

/** A resource that was read while it existed and then deleted. Nobody brings it back. */
export interface Departed {
  resource: Owned;
  /** What a read of one attribute answered while it existed; users only. */
  part: ScimResponse | undefined;
  deletion: ScimResponse;
}

/** A lookup that found a resource while it existed, and what it answers after the deletion. */
export interface Lookup {
  /** Names it in findings. */
  key: string;
  after: ScimResponse;
}

/** A deleted resource and the lookups of each kind that found it before. */
export interface LookedFor {
  resource: Owned;
  /** By matching attribute, as the profile's client does. */
  matched: Lookup[];
  filtered: Lookup[];
  searched: Lookup[];
}

type Tools = Pick<CheckTools, 'given' | 'capabilities' | 'profile' | 'eventually'>;

const NAME = { attributes: 'userName' };

/** A user or a group, made, read and deleted by the first who asks. */
export function deleted(given: CheckTools['given'], kind: 'User' | 'Group'): Promise<Departed> {
  return given.common(`hard-delete.deleted.${kind}`, async (own, scim) => {
    const resource = await (kind === 'User' ? own.user() : own.group());
    await own.step('read it while it exists', scim.get(resource.path));
    const part =
      kind === 'User'
        ? await scim.get(resource.path, { query: NAME }).as('given', 'read a part of it while it exists')
        : undefined;
    const deletion = await scim.delete(resource.path).as('given', 'delete it');
    return { resource, part, deletion };
  });
}

/**
 * The same for claims about what is gone.
 * @throws Blocked where the deletion, or with `part` the read of one attribute before it, was refused
 */
export async function departed(
  given: CheckTools['given'],
  kind: 'User' | 'Group',
  needs?: 'part',
): Promise<Owned> {
  const { resource, part, deletion } = await deleted(given, kind);
  const lacking = [deletion, ...(needs && part ? [part] : [])].find(({ ok }) => !ok);
  if (lacking === undefined) return resource;
  const { method, template, status, exchange } = lacking;
  const [request, step] = [`${method} ${template}`, lacking === deletion ? 'delete it' : 'read a part of it'];
  throw new Blocked({ step, request, status, signature: `${request} answered ${status}`, exchange });
}

/** Looks a user or a group up in every way, deletes it, and looks again in the ways that found it. */
export function lookedFor({ given, ...tools }: Tools, kind: 'User' | 'Group'): Promise<LookedFor> {
  return given.common(`hard-delete.looked-for.${kind}`, async (own, scim) => {
    const matching = matchingOf({ given: own, ...tools }).filter((one) => one.resource === kind);
    const endpoint = kind === 'User' ? own.users : own.groups;
    const mark = own.unique();
    const resource = await (kind === 'User'
      ? own.user({ externalId: mark, ...valuesOf(tools, mark, domainOf(own)) })
      : own.group(matching.some(({ key }) => key === 'Group.externalId') ? { externalId: mark } : {}));
    const read = await own.read(resource);
    const lines: { key: string; of: 'matched' | 'filtered' | 'searched'; ask: string; at?: string }[] = [
      ...matching.flatMap(({ key, of, filter }) => {
        const value = of(read);
        return value === undefined ? [] : [{ key, of: 'matched' as const, ask: filter(value) }];
      }),
      ...filtersFor(tools, kind, resource, mark, domainOf(own)).map(([key, ask]) => ({
        key,
        of: 'filtered' as const,
        ask,
      })),
    ];
    if (kind === 'User')
      for (const at of [`${endpoint}/.search`, '/.search'])
        lines.push({ key: at, of: 'searched', ask: `userName eq ${quote(resource.name)}`, at });

    const body = (filter: string) => ({ schemas: [SEARCH_REQUEST], filter });
    const look = ({ ask, at }: { ask: string; at?: string }) =>
      at === undefined ? scim.find(endpoint, ask) : scim.post(at, body(ask));
    // The same filter is asked once, whoever claims something about its answer.
    const asked = (one: (typeof lines)[number]) => `${one.at ?? ''} ${one.ask}`;
    const unlike = [...new Map(lines.map((line) => [asked(line), line])).values()];
    const finds = new Set<string>();
    for (const line of unlike)
      if (shows(await look(line).as('control', 'find it while it exists'), resource)) finds.add(asked(line));
    await own.step('delete it', scim.delete(resource.path));
    const answers = new Map<string, ScimResponse>();
    for (const line of unlike.filter((one) => finds.has(asked(one))))
      answers.set(
        asked(line),
        await tools.eventually(
          () => look(line),
          (list) => lacks(list, resource),
        ),
      );
    const of = (wanted: string): Lookup[] =>
      lines.flatMap((line) => {
        const after = answers.get(asked(line));
        return line.of === wanted && after !== undefined ? [{ key: line.key, after }] : [];
      });
    return { resource, matched: of('matched'), filtered: of('filtered'), searched: of('searched') };
  });
}

/** A list without the resource; the status of an empty one is another check's claim. */
export function lacks(list: ScimResponse, resource: Owned): boolean {
  return (list.ok || list.status === 404) && !shows(list, resource);
}

export function shows(list: ScimResponse, resource: Owned): boolean {
  return listOf(list).resources.some((one) => member(one, 'id') === resource.id);
}

function valuesOf({ capabilities }: Pick<Tools, 'capabilities'>, mark: string, domain: string) {
  const emails = findAttribute(capabilities, 'User', 'emails');
  const type = typeOfMail(capabilities);
  const address = { value: `${mark}@${domain}`, ...(type === undefined ? {} : { type }) };
  const department = freeTextOfExtension(capabilities, ENTERPRISE);
  return {
    ...(emails === undefined || emails.mutability === 'readOnly' ? {} : { emails: [address] }),
    ...(department === undefined ? {} : nested(department, mark)),
  };
}

/** One filter of each kind that matches the resource and nobody else, by the kind's name. */
function filtersFor(
  { capabilities }: Pick<Tools, 'capabilities'>,
  kind: 'User' | 'Group',
  resource: Owned,
  mark: string,
  domain: string,
): [string, string][] {
  const name = quote(resource.name);
  if (kind === 'Group') return [['displayName eq', `displayName eq ${name}`]];
  const [type, address] = [typeOfMail(capabilities), quote(`${mark}@${domain}`)];
  return [
    ['userName eq', `userName eq ${name}`],
    ['userName sw', `userName sw ${name}`],
    ['userName co', `userName co ${name}`],
    ['id eq', `id eq ${quote(resource.id)}`],
    ['externalId eq', `externalId eq ${quote(mark)}`],
    ['emails', `emails[${type === undefined ? '' : `type eq ${quote(type)} and `}value eq ${address}]`],
    ['extension', `${freeTextOfExtension(capabilities, ENTERPRISE) ?? ENTERPRISE} eq ${quote(mark)}`],
    ['and', `userName eq ${name} and meta.lastModified gt "2000-01-01T00:00:00Z"`],
    ['not', `not (userName ne ${name})`],
  ];
}
