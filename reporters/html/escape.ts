import { showControls } from '../sanitize.ts';

/** Markup that was made by `html` and may be written as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** A text that is safe as element content and in a quoted attribute; control characters show as `\\u0007`. */
export function escapeHtml(text: string): string {
  return showControls(text).replace(/[&<>"'`]/g, (found) => ENTITIES[found] ?? '');
}

/**
 * Template tag: every value is escaped unless it is markup made by this tag. Lists are joined; `undefined` and
 * `false` give nothing. Attribute values in the template must be quoted.
 */
export function html(parts: TemplateStringsArray, ...values: Content[]): Markup {
  let text = parts[0] ?? '';
  for (const [index, value] of values.entries()) text += render(value) + (parts[index + 1] ?? '');
  return new Markup(text);
}

/** An address for `href` if it is an http(s) one; nothing else may become a link. */
export function webAddress(text: string): string | undefined {
  return /^https?:\/\/[^\s]+$/i.test(text) ? text : undefined;
}

/** A fragment name out of an id; ids hold letters, digits, dots, dashes, colons and slashes only, else `_`. */
export function anchor(prefix: string, id: string): string {
  return `${prefix}-${id.replace(/[^\w.:/-]/g, '_')}`;
}

function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return value.map(render).join('');
}
