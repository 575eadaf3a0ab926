import type { Settings } from '../../config/settings/settings.ts';
import { type Estimate, estimate } from '../../runner/estimate.ts';
import type { OwnSuites } from '../../runner/ownSuites.ts';
import { makeEdge } from '../../runner/setup.ts';
import { requireEndpoint } from '../open/endpoint.ts';
import { profileFor } from '../open/profile.ts';
import { nextLine } from '../show/next.ts';
import { jsonDocument } from '../show/tables.ts';

/**
 * `run --plan`: what a run would do to the endpoint, which is not contacted. The figures are those of the tenant that
 * comes with the package, which offers everything optional: an endpoint that offers less sees fewer requests.
 * @returns the exit code 0
 */
export function plan(settings: Settings, own: OwnSuites): number {
  const found = estimate({ settings, profile: profileFor(settings), own });
  for (const warning of settings.warnings) process.stderr.write(`Note: ${warning}\n`);
  process.stdout.write(
    settings.json ? jsonDocument(planDocument(settings, found)) : renderText(settings, found),
  );
  return 0;
}

function planDocument(settings: Settings, { selection, ...figures }: Estimate) {
  return {
    target:
      'embedded' in settings.target
        ? 'embedded'
        : makeEdge({ endpoint: requireEndpoint(settings), settings }).text(settings.target.url),
    profile: settings.profile,
    scope: { kind: selection.kind, filters: selection.filters, terms: selection.terms },
    checks: selection.selected.length,
    ...figures,
  };
}

function renderText(settings: Settings, found: Estimate): string {
  const { target, scope, checks, groups, requests, methods, resources, optIn, doNotFit, unknown } =
    planDocument(settings, found);
  const counts = (of: Record<string, number>) =>
    Object.entries(of)
      .map(([name, number]) => `${number} ${name}`)
      .join(', ');
  return `${[
    `A run against ${target}, which was not contacted, would do at most this:`,
    `  scope      ${scope.kind}${[...scope.filters, ...scope.terms].map((flag) => `, ${flag}`).join('')}, profile ${settings.profile}`,
    `  checks     ${checks}: ${counts(groups)}`,
    `  requests   about ${requests}: ${counts(methods)}`,
    `  resources  ${resources.atOnce} at once (--max-resources ${resources.allowed}), ${resources.inAll} in total, each removed afterwards`,
    `  left out   ${Object.keys(optIn).length > 0 ? `${counts(optIn)}; run them with --opt-in` : 'no opt-in checks'}`,
    ...(unknown.length > 0 ? [`  not known  what ${unknown.join(', ')} will send`] : []),
    ...(doNotFit.length > 0 ? [`  no room    ${doNotFit.join(', ')}: raise --max-resources`] : []),
  ].join('\n')}\n${nextLine('the same command without --plan does it')}`;
}
