/** How clients write a query string. */
export interface Encoding {
  name: string;
  encode(text: string): string;
}

/** Characters that `encodeURIComponent` leaves alone although RFC 3986 reserves them. */
const RESERVED = /[!'()*]/g;

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
const whole = (text: string): string => encodeURIComponent(text).replace(RESERVED, hex);
const lower = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase());
const plus = (text: string): string => text.replaceAll('%20', '+');

/** Percent-encoding of RFC 3986, as browsers, curl and most libraries write it. */
export const percentEncodings: Encoding[] = [
  { name: 'browser', encode: encodeURIComponent },
  { name: 'upper-hex', encode: whole },
  { name: 'lower-hex', encode: (text) => lower(whole(text)) },
];

/** Encoding of HTML forms, in which a plus sign stands for a space: what .NET and Java write. */
export const formEncodings: Encoding[] = [
  { name: 'dotnet', encode: (text) => plus(lower(whole(text))) },
  { name: 'java', encode: (text) => plus(whole(text)) },
];
