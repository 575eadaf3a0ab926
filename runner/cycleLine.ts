import type { CycleSummary } from '../clients/entra/engine/index.ts';

/** A cycle in one line. */
export function writeLine({
  cycle,
  kind,
  reads,
  writes,
  actions,
  failures,
  foreign,
  heldBack,
  quarantined,
}: CycleSummary): string {
  const done = Object.entries(actions)
    .filter(([name, count]) => count > 0 && name !== 'other')
    .map(([name, count]) => `${count} ${name}${name.endsWith('e') ? 'd' : 'ed'}`);
  return [
    `Cycle ${cycle} (${kind}): ${done.join(', ') || 'nothing to do'}`,
    ...(failures > 0 ? [`${failures} failed`] : []),
    ...(heldBack > 0 ? [`${heldBack} held back`] : []),
    ...(foreign > 0 ? [`${foreign} not created by this job`] : []),
    `${reads} ${reads === 1 ? 'read' : 'reads'}, ${writes} ${writes === 1 ? 'write' : 'writes'}`,
    ...(quarantined ? [`QUARANTINED: ${quarantined.code}, ${quarantined.says}`] : []),
  ].join('; ');
}
