/** The client in a check's hands, among the words that checks are written with. */
export * from '../wire/scim.ts';
