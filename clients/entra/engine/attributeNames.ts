/** Attributes that users and groups of Entra have, as mappings name them; any other name is one of the tenant's own. */
export const KNOWN_ATTRIBUTES: Record<'User' | 'Group', readonly string[]> = {
  User: `accountEnabled ageGroup businessPhones city companyName consentProvidedForMinor country creationType
    createdDateTime department displayName employeeHireDate employeeId employeeLeaveDateTime employeeOrgData employeeType
    externalUserState facsimileTelephoneNumber faxNumber givenName identities immutableId isDeleted isSoftDeleted jobTitle
    legalAgeGroupClassification mail mailNickname manager mobile mobilePhone netId objectId officeLocation
    onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName
    onPremisesSecurityIdentifier onPremisesUserPrincipalName originalUserPrincipalName otherMails
    passwordProfile physicalDeliveryOfficeName postalCode preferredLanguage proxyAddresses provisionedObject
    sipProxyAddress state streetAddress surname telephoneNumber thumbnailPhoto usageLocation userPrincipalName
    userType`.split(/\s+/),
  Group:
    `classification description displayName groupTypes isAssignableToRole isDeleted mail mailEnabled mailNickname
    members membershipRule objectId onPremisesSamAccountName owners proxyAddresses securityEnabled visibility`.split(
      /\s+/,
    ),
};
