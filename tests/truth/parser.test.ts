import fc from 'fast-check';
import { type Filter as Parsed, parse } from 'scim2-parse-filter';
import { beforeAll, describe, expect, test } from 'vitest';
import { brokenFilters } from '../../suites/fixtures/lists/broken.ts';
import { filters } from '../../suites/queries/truth/arbitrary.ts';
import { type Filter, write } from '../../suites/queries/truth/filter.ts';
import { parseFilter } from '../../tenant/filter/parser.ts';
import { type World, world } from './cast.ts';

/** A filter in the published parser's form, with chains of one operator flattened. */
function readForm(filter: Filter): unknown {
  switch (filter.kind) {
    case 'compare':
      return { op: filter.operator, attrPath: filter.term.path, compValue: filter.value };
    case 'present':
      return { op: 'pr', attrPath: filter.term.path };
    case 'within':
      return { op: '[]', attrPath: filter.list.path, valFilter: readForm(filter.of) };
    case 'not':
      return { op: 'not', filter: readForm(filter.of) };
    default:
      return { op: filter.kind, filters: [readForm(filter.left), readForm(filter.right)] };
  }
}

type Node = { op: string; filters?: Node[]; filter?: Node; valFilter?: Node };

function flat(node: Node): Node {
  if (node.filters !== undefined) {
    const parts = node.filters
      .map(flat)
      .flatMap((part) => (part.op === node.op ? (part.filters ?? []) : [part]));
    return { ...node, filters: parts };
  }
  if (node.filter !== undefined) return { ...node, filter: flat(node.filter) };
  return node.valFilter === undefined ? node : { ...node, valFilter: flat(node.valFilter) };
}

const parses = (read: (text: string) => unknown, text: string): boolean => {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
};

describe('a published parser of filters', () => {
  let known: World;

  beforeAll(async () => {
    known = await world();
  });

  test('reads what the suite writes as the suite means it', () => {
    const sample = fc.sample(filters(fc, known.vocabulary, 'certain'), { numRuns: 2_000, seed: 3 });
    const differing = sample.filter((filter) => {
      const own = JSON.stringify(flat(readForm(filter) as Node));
      return own !== JSON.stringify(flat(parse(write(filter)) as Parsed as Node));
    });
    expect(differing.slice(0, 5).map(write)).toEqual([]);
  });

  test('agrees that most broken filters are broken; the tenant refuses all of them', () => {
    const broken = brokenFilters('"nobody"');
    const taken = broken.filter(({ filter }) => parses(parse, filter)).map(({ key }) => key);
    expect(broken.filter(({ filter }) => parses(parseFilter, filter))).toEqual([]);
    expect(taken).toMatchInlineSnapshot(`
      [
        "unknown-escape",
        "short-unicode-escape",
        "dot-last",
        "digit-first",
      ]
    `);
    expect(broken.length).toBeGreaterThanOrEqual(30);
  });
});
