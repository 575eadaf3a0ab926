import { type Documented, wholeNumber } from '../call.ts';
import { isNull, listOfValues } from '../value.ts';

/** Functions of attributes with several values. */
export const listFunctions: Documented[] = [
  { name: 'Count', least: 1, most: 1, evaluate: (call) => String(listOfValues(call.at(0)).length) },
  {
    name: 'Item',
    least: 2,
    most: 2,
    evaluate: (call) => listOfValues(call.at(0))[wholeNumber(call, 1, 'the index') - 1],
    inspect: ([, index], { remark }) => {
      if (index?.kind === 'constant' && index.value === '0')
        remark('Item counts from 1; the documentation says not to use 0, and it gives NULL here');
    },
  },
  {
    name: 'Join',
    least: 2,
    most: Number.POSITIVE_INFINITY,
    evaluate: (call) => {
      const values = Array.from({ length: call.count - 1 }, (_, at) => listOfValues(call.at(at + 1))).flat();
      return values.filter((value) => value !== '').join(call.text(0));
    },
  },
  {
    name: 'RemoveDuplicates',
    least: 1,
    most: 1,
    evaluate: (call) => {
      const source = call.at(0);
      return isNull(source) ? undefined : [...new Set(listOfValues(source))];
    },
  },
  {
    name: 'Split',
    least: 2,
    most: 2,
    // The sample of the reference has a blank after the delimiter, and none in its output.
    evaluate: (call) => {
      const source = call.at(0);
      if (isNull(source)) return undefined;
      const delimiter = call.text(1);
      const parts = delimiter === '' ? [call.text(0)] : call.text(0).split(delimiter);
      return parts.map((part) => part.trim()).filter((part) => part !== '');
    },
  },
];
