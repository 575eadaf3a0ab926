import { SCHEMA, type SchemaDefinition } from '../model.ts';
import { attribute } from './build.ts';

/** The enterprise extension of RFC 7643 section 4.3. */
export const enterpriseSchema: SchemaDefinition = {
  id: SCHEMA.enterprise,
  name: 'EnterpriseUser',
  description: 'What an enterprise notes about its members',
  attributes: [
    attribute('employeeNumber', 'string', 'Number given by the organisation.'),
    attribute('costCenter', 'string', 'Cost centre.'),
    attribute('organization', 'string', 'Organisation.'),
    attribute('division', 'string', 'Division.'),
    attribute('department', 'string', 'Department.'),
    attribute('manager', 'complex', 'The account that this one reports to.', {
      subAttributes: [
        attribute('value', 'string', 'Identifier of the manager.', { caseExact: true }),
        attribute('$ref', 'reference', 'Address of the manager.', { referenceTypes: ['User'] }),
        attribute('displayName', 'string', 'Name of the manager.', { mutability: 'readOnly' }),
      ],
    }),
  ],
};
