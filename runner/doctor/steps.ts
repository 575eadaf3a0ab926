import { Stopped } from '../../kit/errors.ts';

/** What one step of the doctor found. */
export interface Step {
  name: string;
  state: 'ok' | 'warning' | 'failed' | 'not-reached';
  /** What was seen, in one line. */
  says: string;
  /** What to do about it. */
  fix?: string;
}

export const ok = (name: string, says: string): Step => ({ name, state: 'ok', says });
export const warning = (name: string, says: string, fix: string): Step => ({
  name,
  state: 'warning',
  says,
  fix,
});
export const failed = (name: string, says: string, fix: string): Step => ({
  name,
  state: 'failed',
  says,
  fix,
});

/** An interrupt fails the step that is under way, and so ends the list. */
async function unlessStopped(name: string, run: () => Promise<Step[]>): Promise<Step[]> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return [failed(name, 'interrupted', 'Run doctor again.')];
  }
}

/** A step of which a failure makes the later ones pointless ends the list; those are then `not-reached`. */
export async function inOrder(plan: { name: string; run: () => Promise<Step[]> }[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const { name, run } of plan) {
    const broken = steps.find(({ state }) => state === 'failed');
    if (broken !== undefined) steps.push({ name, state: 'not-reached', says: `${broken.name} failed` });
    else steps.push(...(await unlessStopped(name, run)));
  }
  return steps;
}
