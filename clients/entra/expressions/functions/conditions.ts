import type { Documented } from '../call.ts';
import type { Node } from '../parse.ts';
import { asText, ExpressionError, isEmpty, isNull, type Value } from '../value.ts';

/** Whether a value is true: a comparison that holds, the word True, or a number other than zero. */
function isTrue(value: Value): boolean {
  const text = asText(value).trim();
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text !== '' && Number(text) !== 0 && !Number.isNaN(Number(text));
}

const calls = (node: Node | undefined, names: RegExp): string | undefined =>
  node?.kind === 'call' && names.test(node.name) ? node.name : undefined;

const PRESENCE = /^(IsNull|IsNullOrEmpty|IsPresent)$/i;

const presence = (name: string, judge: (value: Value) => boolean): Documented => ({
  name,
  least: 1,
  most: 1,
  evaluate: (call) => judge(call.at(0)),
});

/** Functions that decide. */
export const conditionFunctions: Documented[] = [
  { name: 'CBool', least: 1, most: 1, evaluate: (call) => isTrue(call.at(0)) },
  {
    name: 'Coalesce',
    least: 1,
    most: Number.POSITIVE_INFINITY,
    evaluate: (call) => {
      for (let at = 0; at < call.count; at += 1) {
        const value = call.at(at);
        if (!isNull(value)) return value;
      }
      return undefined;
    },
  },
  {
    name: 'IgnoreFlowIfNullOrEmpty',
    least: 1,
    most: 1,
    evaluate: (call) => {
      const value = call.at(0);
      return isEmpty(value) ? undefined : value;
    },
    inspect: (_args, { outermost, remark }) => {
      if (!outermost)
        remark(
          'IgnoreFlowIfNullOrEmpty drops the attribute only as the outermost function; inside it gives NULL',
        );
    },
  },
  {
    name: 'IIF',
    least: 3,
    most: 3,
    evaluate: (call) => {
      const tested = presenceTested(call.node(0));
      const condition = call.at(0);
      const fails =
        condition === undefined || (tested !== undefined && isEmpty(readSource(tested, call.source)));
      if (fails)
        call.source.remark?.('the condition of IIF reads an attribute without a value, and fails then');
      return !fails && isTrue(condition) ? call.at(1) : call.at(2);
    },
    inspect: ([condition], { remark }) => {
      const tests = calls(condition, PRESENCE);
      if (tests !== undefined)
        remark(
          `${tests} as the condition of IIF fails where the attribute has no value; the documented way is Switch with "" as a key`,
        );
      if (
        condition?.kind === 'comparison' &&
        [condition.left, condition.right].some((side) => side.kind === 'constant' && side.value === '')
      )
        remark(
          'IIF cannot ask for "": its condition fails where the attribute has no value; the documented way is Switch with "" as a key',
        );
    },
  },
  presence('IsNull', isNull),
  presence('IsNullOrEmpty', isEmpty),
  presence('IsPresent', (value) => !isEmpty(value)),
  presence('IsString', (value) => typeof value === 'string'),
  { name: 'Not', least: 1, most: 1, evaluate: (call) => !/^true$/i.test(call.text(0)) },
  {
    name: 'Switch',
    least: 2,
    most: Number.POSITIVE_INFINITY,
    evaluate: (call) => {
      const sought = call.text(0);
      for (let at = 2; at + 1 < call.count; at += 2) if (call.text(at) === sought) return call.at(at + 1);
      const otherwise = call.at(1);
      if (!isEmpty(otherwise))
        call.source.remark?.(
          'Switch gave its default; Entra is known to send null in its place when another attribute of the object changes. Use IIF, or IgnoreFlowIfNullOrEmpty around Switch',
        );
      return otherwise;
    },
    inspect: (args, { remark }) => {
      if (args.length % 2 !== 0)
        throw new ExpressionError(
          `Switch takes an even number of arguments (source, default, then keys and values in pairs), not ${args.length}`,
        );
      const tests = calls(args[0], PRESENCE);
      if (tests !== undefined)
        remark(
          `Switch is documented not to take ${tests} as its source; write the attribute, and "" as a key`,
        );
    },
  },
];

/** The argument of IsNull, IsNullOrEmpty or IsPresent where that is an attribute. */
function presenceTested(node: Node | undefined): string | undefined {
  if (node?.kind !== 'call' || !PRESENCE.test(node.name)) return undefined;
  const [argument] = node.args;
  return argument?.kind === 'attribute' ? argument.name : undefined;
}

const readSource = (name: string, source: { attribute(name: string): Value }): Value =>
  source.attribute(name);
