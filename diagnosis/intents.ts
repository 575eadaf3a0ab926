import { at, equal, isObject, isQualified, splitPath, unassigned } from '../schemas/attributes.ts';
import type { Act } from './traffic/act.ts';
import { readOperations } from './traffic/requests.ts';
import { writesIn } from './traffic/writes.ts';
import type { View } from './view.ts';

/** What one operation of an acknowledged PATCH asked for, where that can be told from the resource read afterwards. */
export interface Intent {
  act: Act;
  /** What the operation has in common with others: collection, op, attribute, kind of path and value, state before. */
  forms: string[];
  /** Whether the resource was read as the operation wants it; undefined where nobody looked. */
  arrived?: boolean;
  /** The PATCH, and the read that shows what came of it. */
  shows: number[];
}

/** One attribute, or one sub-attribute of a single complex one; an extension's behind its URN. */
const PLAIN = /^(urn:[\w:.-]+:)?[\w$-]+(\.[\w$-]+)?$/i;
/** Attributes that the endpoint keeps itself, or that nobody can read back. */
const APART = /(^|:)(schemas|id|meta|groups|password)(\.|$)/i;

/** Everything that acknowledged PATCH requests asked of plain attributes, and that was not so before. */
export function intentsIn(view: View): Intent[] {
  return [...view.senders].flatMap((sender) =>
    writesIn(view.story(sender)).flatMap(({ act, before, after, readAt }) => {
      if (act.verb !== 'patch') return [];
      return lastWishes(act).flatMap((wish) => {
        const was = at(before, wish.path);
        if (Array.isArray(was) || (before && isMet(was, wish.value))) return [];
        const forms = listForms(
          act,
          wish,
          before && (unassigned(was) ? 'what was unassigned' : 'what was set'),
        );
        if (!before || !after || readAt === undefined) return [{ act, forms, shows: [act.number] }];
        return [
          { act, forms, arrived: isMet(at(after, wish.path), wish.value), shows: [act.number, readAt] },
        ];
      });
    }),
  );
}

interface Wish {
  op: string;
  path: string;
  /** Undefined where the value is to go. */
  value: unknown;
  hasPath: boolean;
}

/** The wishes of a PATCH that no later operation of it speaks of again. */
function lastWishes(act: Act): Wish[] {
  const wishes = readOperations(act).flatMap(listWishes);
  const rootName = (path: string) => path.toLowerCase().split(/[.[]/).slice(0, 1).join();
  const roots = wishes.map(({ path }) => rootName(path));
  return wishes.filter(
    ({ path, value }, index) =>
      PLAIN.test(path) &&
      !APART.test(path) &&
      splitPath(path).names.length > 0 &&
      !isObject(value) &&
      !(Array.isArray(value) && value.length > 0) &&
      !roots.includes(rootName(path), index + 1),
  );
}

function listWishes({ op, path, value }: ReturnType<typeof readOperations>[number]): Wish[] {
  const plain = op.toLowerCase();
  if (plain === 'remove') return [{ op, path, value: undefined, hasPath: true }];
  if (plain !== 'add' && plain !== 'replace') return [];
  if (path !== '') return [{ op, path, value, hasPath: true }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    isQualified(name) && isObject(part)
      ? Object.entries(part).map(([inner, one]) => ({
          op,
          path: `${name}:${inner}`,
          value: one,
          hasPath: false,
        }))
      : [{ op, path: name, value: part, hasPath: false }],
  );
}

function isMet(found: unknown, wanted: unknown): boolean {
  if (unassigned(wanted) || wanted === '') return unassigned(found) || found === '';
  return equal(found, wanted, false) || String(found).toLowerCase() === String(wanted).toLowerCase();
}

function listForms(act: Act, { op, path, value, hasPath }: Wish, state?: string): string[] {
  const name = path.replace(/^urn:.*:(?=[\w.$-]+$)/i, '');
  const clears = unassigned(value) || value === '';
  const verb = clears ? `${op} with nothing` : op;
  const depth = name.includes('.') ? 'a part' : 'a whole';
  const dialect = hasPath ? (path === name ? 'with a path' : 'with a URN') : 'without a path';
  return [
    clears ? `clearing ${name}` : `setting ${name}`,
    `${verb.toLowerCase()} of ${name}`,
    `${verb} ${dialect}`,
    ...(state === undefined ? [] : [`${verb} of ${state}, ${depth}`]),
    `${verb} with ${typeof value}`,
    `answer ${act.status}`,
    ...[...act.query.keys()].map((parameter) => `?${parameter}`),
  ].map((form) => `${form} on /${act.collection}`);
}
