/** A request of Microsoft's SCIM Validator; texts hold placeholders such as `{user}` for what is known by then. */
interface Step {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  /** Under this name the id of what the answer carries is known afterwards. */
  as?: string;
}

/** When the validator is content with the answer to the last request of a test. */
interface PassRule {
  status: number[];
  /** Paths into the JSON of the answer, or of a read that follows a PATCH, and what has to be there. */
  values?: { path: string; expected: unknown; caseExact?: false }[];
}

/** One test of Microsoft's SCIM Validator, as data. */
export interface ValidatorTest {
  /** In observations, such as `validator.create-user`. */
  id: string;
  /** As the validator names it. */
  name: string;
  resource: 'User' | 'Group';
  preview: boolean;
  steps: [Step, ...Step[]];
  /** Where what was changed is read back; absent where the last answer itself is judged. */
  read?: string;
  passes: PassRule;
}

/** What a placeholder stands for. */
export type Known = Record<string, string>;

/** A value with each `{name}` in its texts replaced; unknown names stay. */
export function fill<T>(value: T, known: Known): T {
  const text = JSON.stringify(value).replace(/\{(\w+)\}/g, (all, name: string) => {
    const found = known[name];
    return found === undefined ? all : JSON.stringify(found).slice(1, -1);
  });
  return JSON.parse(text) as T;
}

/** The value at a dotted path of a JSON document; `emails[0].value` and URN names in double quotes included. */
export function valueAt(json: unknown, path: string): unknown {
  const names = path.match(/"[^"]+"|[^.[\]]+/g) ?? [];
  let value = json;
  for (const name of names) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[name.replaceAll('"', '')];
  }
  return value;
}
