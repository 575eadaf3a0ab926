/** What the inside of a server looks like when it gets out. */
const TRACES = [
  /\n\s*at [\w.$<>]+ ?\(/,
  /\.(java|kt|scala):\d+/,
  /Traceback \(most recent call last\)/,
  / in \S+\.php on line /,
  /^\s+File ".+", line \d+/m,
  /goroutine \d+ \[/,
];
const DATABASES = [
  /\bORA-\d{5}\b/,
  /SQLSTATE\[?\w*/,
  /\bSQL(ite)?(Exception|Error)\b/,
  /syntax error at or near/i,
  /You have an error in your SQL syntax/i,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^"]{1,200}\b(FROM|VALUES|SET|WHERE)\b/,
  /\bpsycopg2?\.|\bMongo(Server)?Error\b|\bE11000\b/,
  /\b(UNIQUE|FOREIGN KEY|NOT NULL|CHECK|PRIMARY KEY) constraint failed\b/i,
  /\bviolates (unique|foreign key|not-null|check|exclusion) constraint\b/i,
  /\bViolation of (UNIQUE|PRIMARY) KEY constraint\b|\bCannot insert duplicate key\b/i,
  /\bDuplicate entry '.*' for key\b|\bER_(DUP|NO|BAD|LOCK|DATA)_\w+/,
  /\bno such (table|column): \w+|\b(relation|column) "\S+" does not exist\b|\bUnknown column '\S+' in\b/i,
  /\b(Integrity|Operational|Programming|DataIntegrityViolation|ConstraintViolation)(Error|Exception)\b/,
];
const CLASSES = [
  /\b(?:[a-z_][\w$]*\.){2,}[A-Z][\w$]*(?:Exception|Error)\b/,
  /\bSystem\.(?:\w+\.)*\w+Exception\b/,
  /\b(NullPointer|NullReference|Illegal(Argument|State)|ClassCast|NumberFormat|Argument(Null)?|InvalidOperation|KeyNotFound|IndexOutOfRange|NoSuchElement)Exception\b/,
  /\bObject reference not set to an instance of an object\b/,
  /\bCannot read propert(y|ies) .{0,80}of (undefined|null)\b|\bis not a function\b/,
  /'NoneType' object\b|\bundefined method [`'].{1,80}' for\b/,
  /\b(Type|Reference|Range|Attribute|Key|Value|Name|Zero[dD]ivision)Error: /,
];
const PATHS = [
  /(^|[\s"'(])\/(home|var|usr|opt|srv|app|root|etc)\/[\w.-]+\/[\w./-]+/,
  /[A-Z]:\\\\?[\w.-]+\\\\?[\w.-]+/,
];

const KINDS: [string, RegExp[]][] = [
  ['stack-trace', TRACES],
  ['database-error', DATABASES],
  ['class-name', CLASSES],
  ['file-path', PATHS],
];

export interface Leak {
  key: string;
  found: string;
}

/** The first thing in a text that shows the inside of a server; what the request itself said may be repeated. */
export function leakIn(text: string, asked: string): Leak | undefined {
  // In a JSON string the line ends of a trace are escaped.
  const shown = text.replaceAll('\\n', '\n').replaceAll('\\"', '"');
  for (const [key, patterns] of KINDS)
    for (const pattern of patterns) {
      const found = pattern.exec(shown)?.[0].trim();
      if (found !== undefined && !asked.includes(found)) return { key, found };
    }
  return undefined;
}
