import { resolve } from 'node:path';
import type { Given } from './given.ts';
import { readHeaders } from './headers.ts';
import { SettingsError } from './settings.ts';
import { suggestion } from './suggest.ts';
import type { ValueOf } from './table/setting.ts';
import type { NamedSetting } from './table.ts';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * What a given value means for its setting: milliseconds for a duration (a number without unit is seconds),
 * an absolute path for a path.
 * @throws SettingsError that names the setting as it was written
 */
export function parseValue(setting: NamedSetting, given: Given, cwd: string): ValueOf[keyof ValueOf] {
  const text = String(given.value).trim();
  switch (setting.type) {
    case 'text':
      if (setting.choices) requireKnown(given.setting, [text], setting.choices);
      if (setting.plain) requirePlain(given.setting, text);
      return setting.secret ? String(given.value) : text;
    case 'switch':
      return parseSwitch(given, text);
    case 'integer':
    case 'number':
      return parseNumber(setting, given, text);
    case 'duration':
      return parseDuration(setting, given, text);
    case 'list':
      return parseList(setting, given);
    case 'headers':
      return readHeaders(given);
    case 'object':
      return given.value as Record<string, unknown>;
    case 'path':
      return resolve(cwd, text);
  }
}

function parseSwitch(given: Given, text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new SettingsError(
    given.setting,
    `${given.setting} is "${text}", which is neither on nor off`,
    'Write 1 or 0.',
  );
}

function parseNumber(setting: NamedSetting, given: Given, text: string): number {
  const pattern = setting.type === 'integer' ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,6})?$/;
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
  if (value >= min && value <= max) return value;
  const wanted = setting.type === 'integer' ? 'a whole number' : 'a number';
  throw new SettingsError(
    given.setting,
    `${given.setting} is "${text}", not ${wanted} from ${min} to ${max}`,
    `Write ${wanted} from ${min} to ${max}.`,
  );
}

function parseDuration(setting: NamedSetting, given: Given, text: string): number {
  const parts = /^(\d{1,9}(?:\.\d{1,6})?)\s*(ms|s|m|h)?$/i.exec(text);
  if (!parts) {
    throw new SettingsError(
      given.setting,
      `${given.setting} is "${text}", not a duration`,
      'Write 500ms, 30s, 10m or 1h; a bare number is in seconds.',
    );
  }
  const unit = (parts[2]?.toLowerCase() ?? 's') as keyof typeof unitMs;
  const value = Math.round(Number(parts[1]) * unitMs[unit]);
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
  if (value >= min && value <= max) return value;
  const range = `from ${showDuration(min)} to ${showDuration(max)}`;
  throw new SettingsError(
    given.setting,
    `${given.setting} is "${text}", which is not ${range}`,
    `Write a duration ${range}; a bare number is in seconds.`,
  );
}

function showDuration(ms: number): string {
  const unit = (['h', 'm', 's'] as const).find((name) => ms > 0 && ms % unitMs[name] === 0) ?? 'ms';
  return `${ms / unitMs[unit]}${unit}`;
}

function parseList(setting: NamedSetting, given: Given): string[] {
  const texts = Array.isArray(given.value) ? given.value.map(String) : [String(given.value)];
  const items = texts.flatMap((item) => item.split(',')).map((item) => item.trim());
  const wanted = [...new Set(items.filter((item) => item !== ''))];
  if (wanted.length === 0 && texts.length > 0) {
    // An empty list would widen the run to everything, which nobody who wrote a comma meant.
    throw new SettingsError(
      given.setting,
      `${given.setting} has no value`,
      'Name at least one, or leave it out.',
    );
  }
  if (setting.choices) requireKnown(given.setting, wanted, setting.choices);
  return wanted;
}

/**
 * Refuses what is no name that a report could show in one line.
 * @throws SettingsError that says what is wrong with it
 */
export function requirePlain(setting: string, text: string): void {
  if (text.length <= 200 && !/\p{C}/u.test(text)) return;
  throw new SettingsError(
    setting,
    `${setting} contains a line break or another invisible character, or is longer than 200 characters`,
    'Write one line of plain text.',
  );
}

/**
 * Refuses names that are not among the known ones.
 * @param otherwise the hint where none is near and there are too many to list
 * @throws SettingsError with the nearest known name, or all of them
 */
export function requireKnown(
  setting: string,
  names: readonly string[],
  known: readonly string[],
  otherwise = 'Run "scim-conformance list" to see what there is.',
): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new SettingsError(
      setting,
      `${setting} "${name}" does not exist`,
      suggestion(name, known, otherwise),
    );
  }
}
