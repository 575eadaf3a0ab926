import { ofTenant, type Tenancy } from '../store/tenancy.ts';

/** What is done to a resource some time after a request. */
export interface Afterwards {
  /** Notes that it is due for the resource of this id. */
  note(tenancy: Tenancy, id: string): void;
  /** Does what is due by now; called before each request. */
  catchUp(tenancy: Tenancy): void;
}

/** Work on resources that becomes due a number of milliseconds after it was noted, for each tenant by itself. */
export function afterwards(ms: number, work: (tenancy: Tenancy, id: string) => void): Afterwards {
  const listWaiting = ofTenant<{ id: string; due: number }[]>(() => []);
  return {
    note: (tenancy, id) => listWaiting(tenancy).push({ id, due: performance.now() + ms }),
    catchUp(tenancy) {
      const waiting = listWaiting(tenancy);
      for (let next = waiting[0]; next !== undefined && next.due <= performance.now(); next = waiting[0]) {
        waiting.shift();
        work(tenancy, next.id);
      }
    },
  };
}
