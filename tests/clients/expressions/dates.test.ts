import { describe, expect, it } from 'vitest';
import type { Value } from '../../../clients/entra/expressions/index.ts';
import { evaluate } from './evaluate.ts';

type Case = [text: string, value: Value, own?: Record<string, Value>];

const all = (cases: Case[]) =>
  it.each(cases)('%s gives %j', (text, value, own) => {
    expect(evaluate(text, own)).toEqual(value);
  });

const hired = { StatusHireDate: '2012-03-16-07:00' };
const late = '"8/25/2021 5:41:18 PM"';

describe('CDate and Now', () => {
  all([
    ['CDate([StatusHireDate])', '3/16/2020 7:00:00 AM', { StatusHireDate: '2020-03-16-07:00' }],
    ['CDate("2021-06-30+08:00")', '6/29/2021 4:00:00 PM'],
    ['CDate("2009-06-15T01:45:30-07:00")', '6/15/2009 8:45:30 AM'],
    ['CDate("2009-06-15T01:45:30Z")', '6/15/2009 1:45:30 AM'],
    ['CDate("2009-06-15T01:45:30.1234567Z")', '6/15/2009 1:45:30 AM'],
    ['CDate("2009-06-15 13:45")', '6/15/2009 1:45:00 PM'],
    ['CDate("2009-06-15")', '6/15/2009 12:00:00 AM'],
    ['CDate("6/15/2009")', '6/15/2009 12:00:00 AM'],
    ['CDate("6/15/2009 1:45:30 PM")', '6/15/2009 1:45:30 PM'],
    ['CDate("12/31/2020 12:00:00 AM")', '12/31/2020 12:00:00 AM'],
    ['CDate("15 Jun 2009")', '6/15/2009 12:00:00 AM'],
    ['CDate("June 15, 2009")', '6/15/2009 12:00:00 AM'],
    ['CDate("Mon, 15 Jun 2009 20:45:30 GMT")', '6/15/2009 8:45:30 PM'],
    ['CDate("2020-02-29")', '2/29/2020 12:00:00 AM'],
    ['CDate([nothing])', undefined],
    ['Now()', '7/2/2021 3:33:38 PM'],
    ['CDate(Now())', '7/2/2021 3:33:38 PM'],
  ]);

  it.each(['"2021-02-29"', '"soon"', '"13/13/2020"', '"2020-01-01 25:00"'])(
    'CDate(%s) is no date',
    (text) => {
      expect(() => evaluate(`CDate(${text})`)).toThrow(`CDate: ${text} is not a date`);
    },
  );
});

describe('DateAdd', () => {
  all([
    ['DateAdd("d", 7, CDate([StatusHireDate]))', '3/23/2012 7:00:00 AM', hired],
    ['DateAdd("d", -10, CDate([StatusHireDate]))', '3/6/2012 7:00:00 AM', hired],
    ['DateAdd("ww", 2, CDate([StatusHireDate]))', '3/30/2012 7:00:00 AM', hired],
    ['DateAdd("m", 10, CDate([StatusHireDate]))', '1/16/2013 7:00:00 AM', hired],
    ['DateAdd("yyyy", 2, CDate([StatusHireDate]))', '3/16/2014 7:00:00 AM', hired],
    ['DateAdd("h", 3, "2012-03-16")', '3/16/2012 3:00:00 AM'],
    ['DateAdd("n", 90, "2012-03-16")', '3/16/2012 1:30:00 AM'],
    ['DateAdd("s", -1, "2012-03-16")', '3/15/2012 11:59:59 PM'],
    ['DateAdd("m", 1, "2021-01-31")', '2/28/2021 12:00:00 AM'],
    ['DateAdd("m", -13, "2021-01-31")', '12/31/2019 12:00:00 AM'],
    ['DateAdd("yyyy", 1, "2020-02-29")', '2/28/2021 12:00:00 AM'],
    ['DateAdd("d", 1, [nothing])', undefined],
  ]);
});

describe('DateDiff', () => {
  all([
    ['DateDiff("d", "2021-08-18+08:00", "2021-08-31+08:00")', '13'],
    [`DateDiff("d", ${late}, "2012-03-16-07:00")`, '-3449'],
    [`DateDiff("ww", ${late}, "2012-03-16-07:00")`, '-493'],
    [`DateDiff("m", ${late}, "2012-03-16-07:00")`, '-113'],
    [`DateDiff("yyyy", ${late}, "2012-03-16-07:00")`, '-9'],
    ['DateDiff("d", "2021-08-31+08:00", "2021-08-31+08:00")', '0'],
    ['DateDiff("h", "2021-08-24", "2021-08-25")', '24'],
    ['DateDiff("n", "2021-08-24", "2021-08-25")', '1440'],
    ['DateDiff("s", "2021-08-24", "2021-08-25")', '86400'],
    ['DateDiff("yyyy", "2020-12-31", "2021-01-01")', '1'],
    ['DateDiff("m", "2021-01-31", "2021-02-01")', '1'],
    ['DateDiff("d", "2021-01-02", "2021-01-01 01:00")', '0'],
    ['DateDiff("ww", "2021-08-21", "2021-08-22")', '1'],
    ['DateDiff("d", [nothing], Now())', undefined],
    [
      'Switch([Active], , "1", IIF(DateDiff("d", Now(), CDate([Hired])) > 5, "False", "True"), "0", "False")',
      'True',
      { Active: '1', Hired: '2021-07-05' },
    ],
    [
      'Switch([Active], , "1", IIF(DateDiff("d", Now(), CDate([Hired])) > 5, "False", "True"), "0", "False")',
      'False',
      { Active: '1', Hired: '2021-07-25' },
    ],
  ]);
});

describe('FILETIME', () => {
  all([
    ['DateFromNum(129699324000000000)', '1/1/2012 11:00:00 PM'],
    ['DateFromNum([nothing])', undefined],
    ['NumFromDate("2012-01-01T23:00:00Z")', '129699324000000000'],
    ['NumFromDate("2012-01-01 23:00:00")', '129699324000000000'],
    ['NumFromDate(DateFromNum(129699324000000000))', '129699324000000000'],
    [
      'NumFromDate(Join("", FormatDateTime([End], ,"yyyy-MM-ddzzz", "yyyy-MM-dd"), " 23:59:59-08:00"))',
      '132539615990000000',
      { End: '2020-12-31-08:00' },
    ],
    [
      'NumFromDate(Join("",FormatDateTime([endDate], ,"M/d/yyyy hh:mm:ss tt","yyyy-MM-dd")," 23:59:59-08:00"))',
      '132539615990000000',
      { endDate: '12/31/2020 12:00:00 AM' },
    ],
  ]);
});

describe('FormatDateTime', () => {
  all([
    ['FormatDateTime([x], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', '2015-01-23', { x: '20150123105347.1Z' }],
    ['FormatDateTime("2015-01-23", , "yyyy-MM-dd", "dd.MM.yy")', '23.01.15'],
    ['FormatDateTime("2015-01-03", , "yyyy-MM-dd", "dddd, d MMMM yyyy")', 'Saturday, 3 January 2015'],
    ['FormatDateTime("2015-01-03", , "yyyy-MM-dd", "ddd d MMM")', 'Sat 3 Jan'],
    ['FormatDateTime("3 Mar 15", , "d MMM yy", "yyyyMMdd")', '20150303'],
    ['FormatDateTime("03/04/2015", , "dd/MM/yyyy", "MM/dd/yyyy")', '04/03/2015'],
    ['FormatDateTime("2015-01-23 17:05", , "yyyy-MM-dd HH:mm", "h:mm tt")', '5:05 PM'],
    ['FormatDateTime("12:30 AM", , "hh:mm tt", "HH:mm")', '00:30'],
    [
      'FormatDateTime("2015-01-23T10:00:00+02:00", , "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ssK")',
      '2015-01-23T08:00:00Z',
    ],
    ['FormatDateTime("2015", , "yyyy", "yyyy\'-year\'")', '2015-year'],
    ['FormatDateTime(" 2015-01-23 ", "AllowLeadingWhite, AllowTrailingWhite", "yyyy-MM-dd", "yyyy")', '2015'],
    ['FormatDateTime("2015-01-23 10:00:00.25", , "yyyy-MM-dd HH:mm:ss.ff", "ss.fff")', '00.250'],
    ['FormatDateTime([nothing], , "yyyy", "yyyy")', undefined],
  ]);

  it('says of a source of another format that it is an error of that object', () => {
    expect(() => evaluate('FormatDateTime("23.01.2015", , "yyyy-MM-dd", "yyyy")')).toThrow(
      'FormatDateTime: "23.01.2015" is not of the format "yyyy-MM-dd"',
    );
    expect(() => evaluate('FormatDateTime("2015-02-30", , "yyyy-MM-dd", "yyyy")')).toThrow(
      'is not of the format',
    );
  });
});
