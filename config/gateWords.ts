/** Gates without a parameter, as the end of a sentence that begins with "applies when". */
const words: Record<string, string> = {
  patch: 'PATCH is supported',
  bulk: 'bulk requests are supported',
  filter: 'filters are supported',
  'change-password': 'changing passwords is supported',
  sort: 'sorting is supported',
  etag: 'ETags are supported',
  'no-patch': 'PATCH is not supported',
  'no-bulk': 'bulk requests are not supported',
  'no-filter': 'filters are not supported',
  'no-change-password': 'changing passwords is not supported',
  'no-sort': 'sorting is not supported',
  'no-etag': 'ETags are not supported',
  'any-unsupported': 'some optional feature is not supported',
  users: 'there are users',
  groups: 'there are groups',
  'users-or-groups': 'there are users or groups',
  extension: 'some resource type has an extension',
  'required-extension': 'some resource type has a required extension',
  'optional-extension': 'some resource type has an optional extension',
  'enterprise-extension': 'users have the enterprise extension',
  'write-only-attribute': 'some attribute can be written and never read',
  'immutable-attribute': 'some attribute is immutable',
  'top-level-immutable-attribute': 'some attribute of the top level is immutable',
  'never-returned-attribute': 'some attribute is never returned',
  'request-returned-attribute': 'some attribute is returned on request only',
  'unique-attribute': 'some attribute is unique',
  'users-or-unique-attribute': 'there are users, or some attribute is unique',
  'binary-attribute': 'some attribute is binary',
  'integer-attribute': 'some attribute is a number',
  'primary-attribute': 'some attribute has a primary value',
  pagination: 'the pagination of RFC 9865 is published',
  'cursor-pagination': 'lists can be paged by cursor',
  'cursor-and-index': 'lists can be paged by cursor and by index',
  'cursor-only': 'lists can be paged by cursor alone',
  'cursor-timeout': 'a time is published after which cursors expire',
  'max-page-size': 'a largest page size is published',
  'index-pagination': 'lists can be paged by index',
  bearer: 'the endpoint takes bearer tokens',
  https: 'the tenant URL is https',
  remote: 'the endpoint is not on this machine',
  'provisions-users': 'the client provisions users',
  'provisions-groups': 'the client provisions groups',
  'soft-delete': 'the product can deactivate accounts',
  'hard-delete-only': 'the product deletes accounts for good and cannot deactivate them',
};

/** What a gate asks, as the end of a sentence that begins with "applies when"; an unknown gate by its name. */
export function gateInWords(name: string): string {
  const [kind, path = ''] = name.split(/:(.*)/s);
  if (kind === 'attribute') return `${path} is published`;
  if (kind === 'mapped') return `the client's mapping writes ${path}`;
  if (kind === 'matching') return `the client looks accounts up by ${path}`;
  return words[name] ?? name;
}
