import type { NewUser } from '../../clients/entra/index.ts';
import { groupBody, userBody, withBody } from '../../clients/entra/index.ts';
import type { ClientRequest } from '../../clients/request.ts';
import { merge, nameIn, nested } from '../../kit/compose/merge.ts';
import { completedBody } from '../../kit/compose/payload.ts';
import type { Run } from '../../kit/run/run.ts';
import { type Attributes, at, isObject, isQualified, member } from '../../schemas/attributes.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { listAttributes, resourceType } from '../../schemas/lookup.ts';

type Kind = 'User' | 'Group';

/** The creates of a job with the profile's mapping, and with the constants that a template gives. */
export class Job {
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  /** An account as the job creates it, with what the endpoint's schemas require beside: what first contact makes. */
  whole(unique: string, user: NewUser): Attributes {
    return completedBody('User', unique, this.run.payloadOptions, userBody(user));
  }

  user(user: NewUser): Create {
    return this.create('User', userBody(user));
  }

  group(displayName: string, externalId: string): Create {
    return this.create('Group', groupBody(displayName, externalId));
  }

  private create(kind: Kind, own: Attributes): Create {
    const { schemas: further = [], ...template } = this.run.setup.templates[kind] ?? {};
    const body = this.withMapped(merge(merge({}, template), own), kind);
    const schemas = [...(own.schemas as string[]), ...(further as string[]), ...extensionsIn(body)];
    return {
      request: withBody('POST', `/${kind}s`, { ...body, schemas: [...new Set(schemas)] }),
      lacking: lackingIn(body, kind, this.run.capabilities),
    };
  }

  /** A body with what the endpoint's schemas require and the profile's mapping writes: the job sends that, too. */
  private withMapped(body: Attributes, kind: Kind): Attributes {
    const { setup, payloadOptions, capabilities } = this.run;
    // Members come by PATCH once the group is there.
    const targets = setup.profile.mapping.filter(
      ({ resource, target }) => resource === kind && target !== 'members',
    );
    const isMapped = (path: string) =>
      targets.some(({ target }) => target === path || /^[.[]/.test(cut(target, path)));
    const whole = completedBody(kind, String(member(body, 'externalId')), payloadOptions, body);
    return lackingIn(body, kind, capabilities)
      .filter(isMapped)
      .reduce((filled, path) => merge(filled, nested(path, at(whole, path))), { ...body });
  }
}

/** What is left of a target behind the path of an attribute; nothing where it is of another one. */
function cut(target: string, path: string): string {
  return target.startsWith(path) ? target.slice(path.length) : '';
}

/** A create, and the paths that the endpoint's schemas require and it does not carry. */
export interface Create {
  request: ClientRequest;
  lacking: string[];
}

function extensionsIn(body: Attributes): string[] {
  return Object.keys(body).filter(isQualified);
}

/** Paths of what the endpoint's schemas require of a new resource, and a body does not name. */
function lackingIn(body: Attributes, kind: Kind, capabilities: Capabilities): string[] {
  const required = (resourceType(capabilities, kind)?.extensions ?? []).filter((one) => one.required);
  const counts = (schema: string) =>
    nameIn(body, schema) !== undefined || required.some((one) => one.schema === schema);
  return listAttributes(capabilities, kind).flatMap(({ attribute, schema, extension }) => {
    if (!attribute.required || attribute.mutability === 'readOnly') return [];
    if (extension && !counts(schema)) return [];
    const holder = extension ? member(body, schema) : body;
    if (isObject(holder) && nameIn(holder, attribute.name) !== undefined) return [];
    return [extension ? `${schema}:${attribute.name}` : attribute.name];
  });
}
