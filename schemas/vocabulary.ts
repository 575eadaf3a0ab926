/**
 * Words that SCIM itself writes: attributes and values of RFC 7643 and RFC 9865, members, operators and error types of
 * RFC 7644, parts of its URNs and addresses. In lower case.
 */
const WORDS = new Set(
  `urn ietf params scim schemas api messages core extension enterprise
  user users group groups enterpriseuser me bulk search serviceproviderconfig serviceproviderconfigs resourcetype
  resourcetypes schema listresponse searchrequest patchop bulkrequest bulkresponse error
  id externalid meta created lastmodified location version username name formatted familyname givenname middlename
  honorificprefix honorificsuffix displayname nickname profileurl title usertype preferredlanguage locale timezone
  active password emails email phonenumbers ims photos addresses entitlements roles x509certificates value display
  type primary streetaddress locality region postalcode country members ref employeenumber costcenter organization
  division department manager work home other mobile fax pager photo thumbnail aim gtalk icq xmpp msn skype qq yahoo
  direct indirect
  patch filter sort changepassword authenticationschemes supported maxoperations maxpayloadsize maxresults
  documentationuri description specuri oauth oauth2 oauthbearertoken httpbasic httpdigest bearer basic digest
  pagination cursor index defaultpaginationmethod defaultpagesize maxpagesize cursortimeout
  attributes subattributes multivalued required canonicalvalues caseexact mutability returned uniqueness
  referencetypes schemaextensions endpoint string boolean decimal integer datetime binary reference complex external
  readonly readwrite immutable writeonly always never default request none server global
  resources totalresults itemsperpage startindex count nextcursor previouscursor sortby sortorder ascending descending
  excludedattributes operations method path op add remove replace data bulkid failonerrors response status scimtype
  detail details get post put delete head options
  eq ne co sw ew pr gt ge lt le and or not true false null
  invalidfilter toomany mutable invalidsyntax invalidpath notarget invalidvalue invalidvers sensitive invalidcursor
  expiredcursor invalidcount 2.0 application json http https www authorization accept content etag`.split(
    /\s+/,
  ),
);

/** Whether a text is a word that SCIM itself writes, in any letter case; a leading `$` does not count. */
export function isScimWord(text: string): boolean {
  return WORDS.has(text.toLowerCase().replace(/^\$/, ''));
}
