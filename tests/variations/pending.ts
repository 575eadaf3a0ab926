/** Variations on which the suite still raises a false alarm, with what is to be mended. */
export const pending: Record<string, string> = {
  'writes.created-without-body': 'GET /Users/undefined after a create without a body',
  'schema.display-name-required': 'set-up does not send every required attribute',
  'schema.emails-required': 'set-up does not send every required attribute',
  'schema.family-name-required': 'set-up does not send every required attribute',
  'schema.email-type-required': 'set-up does not send every required attribute',
  'schema.active-required': 'set-up does not send every required attribute',
  'features.extension-required': 'set-up does not send every required attribute',
  'schema.email-types': 'set-up sends values that are not canonical',
  'schema.user-types-listed': 'set-up sends values that are not canonical',
  'filters.sensitive-user-name': 'lookups are not sent by .search',
  'filters.sensitive-mail': 'lookups are not sent by .search',
  'filters.sensitive-names': 'lookups are not sent by .search',
  'filters.eq-only': 'set-up filters with pr',
  'filters.no-presence': 'set-up filters with pr',
  'filters.not-by-nick-name': 'one attribute stands for all that can be filtered by',
  'lists.very-late': 'lists are read once',
};
