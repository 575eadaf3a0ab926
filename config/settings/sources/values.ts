import { SettingsError } from '../settings.ts';
import { suggestion } from '../suggest.ts';
import type { Kind } from '../table/setting.ts';
import { listSettings, type NamedSetting, type SettingName, settingsByName } from '../table.ts';
import type { Level } from './level.ts';

/** Names in code of settings that are read together with others. */
const NAMES: Record<string, SettingName> = {
  url: 'url',
  token: 'token',
  'embedded.face': 'face',
  'embedded.defects': 'defect',
  'embedded.variations': 'variation',
};
/** Names that hold others. */
const GROUPS = ['embedded', 'templates', 'names'];

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isPlain = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value has to be, and how that is said. */
const SHAPES: Record<Kind, [(value: unknown) => boolean, string]> = {
  text: [isText, 'a string'],
  path: [isText, 'a string'],
  switch: [(value) => typeof value === 'boolean', 'true or false'],
  integer: [isNumber, 'a number'],
  number: [isNumber, 'a number'],
  duration: [isNumber, 'a number of milliseconds'],
  list: [(value) => Array.isArray(value) && value.every(isText), 'an array of strings'],
  headers: [
    (value) => isPlain(value) && Object.values(value as object).every(isText),
    'an object of strings',
  ],
  object: [isPlain, 'an object'],
};

/**
 * Settings that code hands over, by the names of their members.
 * @throws SettingsError for a member that is no setting of a run, or a value of another type
 */
export function readValues(values: object): Level {
  const level: Level = new Map();
  if (!isPlain(values))
    throw new SettingsError('settings', 'the settings are not an object', 'Pass an object.');
  const known = namesInCode();
  for (const [name, value] of members(values)) {
    const setting = known.get(name);
    if (setting === undefined)
      throw new SettingsError(
        name,
        `${name} is not a setting of a run`,
        suggestion(name, [...known.keys()], `Known: ${[...known.keys()].join(', ')}.`),
      );
    const [fits, wanted] = SHAPES[setting.type];
    if (!fits(value)) {
      const shown = setting.secret ? 'of another type' : `${show(value)}`;
      throw new SettingsError(name, `${name} is ${shown}, not ${wanted}`, `Pass ${wanted}.`);
    }
    const text = setting.type === 'duration' ? `${String(value)}ms` : value;
    level.set(setting.name, { value: text, setting: name, from: 'flag' });
  }
  return level;
}

function namesInCode(): Map<string, NamedSetting> {
  const known = new Map<string, NamedSetting>();
  for (const setting of listSettings('run'))
    if (setting.key !== undefined && setting.member !== false)
      known.set(setting.member ?? setting.name, setting);
  for (const [name, setting] of Object.entries(NAMES)) known.set(name, settingsByName[setting]);
  return known;
}

/** Each member that has a value; those of groups by both names. */
function members(values: object): [string, unknown][] {
  return Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined) return [];
    if (!GROUPS.includes(name)) return [[name, value]];
    if (!isPlain(value))
      throw new SettingsError(name, `${name} is ${show(value)}, not an object`, 'Pass an object.');
    return Object.entries(value as object).flatMap(([inner, of]): [string, unknown][] =>
      of === undefined ? [] : [[`${name}.${inner}`, of]],
    );
  });
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
