import { type ProxySettings, secretsOfProxy } from '../../config/settings/proxy.ts';
import { isOrdinaryWord } from '../../config/vocabulary.ts';
import type { Capabilities } from '../../schemas/capabilities.ts';
import { splitParts } from '../../schemas/parts.ts';
import type { Outcome } from '../outcome.ts';
import { createRedactor, isConfided, type Redactor } from './redact.ts';
import { listSecrets, plainSecret, SHORTEST_PART } from './secrets.ts';
import { Strangers } from './strangers.ts';

/** What a run is told that has to stay secret, and what its endpoint is known to publish. */
export interface Confidence {
  token?: string;
  /** Those that were given by hand. */
  headers: Record<string, string>;
  proxy?: ProxySettings;
  capabilities?: Pick<Capabilities, 'schemas'>;
}

/**
 * The one edge of a run: checks, rules, guard and clean-up see what was answered, byte for byte; what is kept, printed
 * or handed out passes here. It hides the credential, and the values of resources that are not the run's own.
 */
export class Edge {
  private readonly strangers: Strangers;
  private readonly redactor: Redactor;

  /** @param marker what every name of the run begins with */
  constructor({ token, headers, proxy, capabilities }: Confidence, marker = '') {
    this.strangers = new Strangers(marker);
    const given = Object.entries(headers).filter(([name]) => isConfided(name));
    // What is short, or a word of SCIM, would break every text: it is hidden in its header only.
    const values = given
      .map(([, value]) => value)
      .filter((value) => value.length >= SHORTEST_PART && !isOrdinaryWord(value, capabilities));
    const further = [...secretsOfProxy(proxy), ...values];
    const known = new Set([token, ...further]);
    const secrets = [
      ...listSecrets(token, capabilities),
      ...[...known].flatMap((one) =>
        one === undefined || one === '' || one === token ? [] : [plainSecret(one)],
      ),
    ];
    this.redactor = createRedactor(
      secrets,
      given.map(([name]) => name),
    );
  }

  /** A text of the suite, or an address: without the credential. */
  text(text: string): string {
    return this.redactor.text(text);
  }

  /** The path of a request below the tenant URL. */
  path(path: string): string {
    return this.redactor.text(this.strangers.path(path));
  }

  /** Remembers a resource that is not the run's own, so that no message shows its values. */
  noteForeign(resource: unknown): void {
    this.strangers.note(resource);
  }

  /** The body of a message as evidence keeps it. */
  body(text: string): string {
    return this.redactor.body(text);
  }

  headers(headers: Record<string, string>): Record<string, string> {
    return this.redactor.headers(headers);
  }

  /** A message written down, each of its parts as it may be seen. */
  message(message: string): string {
    return splitParts(message)
      .map(({ kind, text }) => this.redactor.cut(kind === 'text' ? text : this.strangers.value(text)))
      .join('');
  }

  /** A result with every string in it written down as a message; names of members stay. */
  all<T>(value: T): T {
    return this.mapped(value) as T;
  }

  /** What came of a check, as it may be kept: what the suite itself names things by stays. */
  outcome(outcome: Outcome): Outcome {
    const { findings, remarks, observations, blockedBy, explanation, error } = outcome;
    return {
      ...outcome,
      findings: findings.map((finding) => ({ ...this.all(finding), row: finding.row })),
      remarks: remarks.map((remark) => ({ ...this.all(remark), severity: remark.severity })),
      observations: this.all(observations),
      ...(blockedBy && { blockedBy: this.all(blockedBy) }),
      ...(explanation !== undefined && { explanation: this.message(explanation) }),
      ...(error !== undefined && { error: this.message(error) }),
    };
  }

  private mapped(value: unknown): unknown {
    if (typeof value === 'string') return this.message(value);
    if (Array.isArray(value)) return value.map((one) => this.mapped(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.mapped(one)]));
  }
}
