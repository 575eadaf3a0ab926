import { isObject, SCHEMA, type ScimObject } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, isOne, operationsIn } from '../kit.ts';

/** What an attribute mapping runs into. */
export const mappingDefects: Defect[] = [
  {
    id: 'entra.display-name-unpublished',
    says: 'the schema of users does not list displayName',
    breaks: ['entra:G01'],
    kills: ['entra.mapped-attributes-are-discoverable'],
    publishes(name, document) {
      if (name !== 'Schemas' || !Array.isArray(document.Resources)) return document;
      const lessName = (entry: ScimObject) => ({
        ...entry,
        attributes: (entry.attributes as ScimObject[]).filter((one) => one.name !== 'displayName'),
      });
      const Resources = document.Resources.map((entry: ScimObject) =>
        entry.id === SCHEMA.user ? lessName(entry) : entry,
      );
      return { ...document, Resources };
    },
  },
  {
    id: 'entra.create-loses-a-name',
    says: 'a create with a name, an address and active loses the family name',
    breaks: ['entra:G02'],
    kills: ['entra.mapped-attributes-are-kept'],
    before(request) {
      const { body } = request;
      if (
        isCreate(request) &&
        isObject(body) &&
        isObject(body.name) &&
        body.active === true &&
        body.displayName
      )
        delete body.name.familyName;
    },
  },
  {
    id: 'entra.only-one-number-is-kept',
    says: 'of several telephone numbers in a create or PUT the first one is kept',
    profile: 'entra',
    breaks: ['entra:G02', 'entra:R12'],
    kills: ['entra.mapped-attributes-are-kept', 'entra.values-are-stored-as-sent'],
    before(request) {
      const { body } = request;
      const writes = isCreate(request) || isOne(request, 'PUT');
      if (writes && isObject(body) && Array.isArray(body.phoneNumbers))
        body.phoneNumbers = body.phoneNumbers.slice(0, 1);
    },
  },
  {
    id: 'entra.family-name-is-fixed',
    says: 'a PATCH of many attributes leaves the family name as it is',
    breaks: ['entra:G03'],
    kills: ['entra.mapped-attributes-are-updated'],
    before(request) {
      const all = operationsIn(request.body);
      if (isOne(request, 'PATCH') && all.length > 4 && isObject(request.body))
        request.body.Operations = all.filter(({ path }) => path !== 'name.familyName');
    },
  },
  {
    id: 'entra.null-is-kept-as-text',
    says: 'a PATCH of an optional attribute to null or "" stores the word null',
    breaks: ['entra:G04'],
    kills: ['entra.null-update-clears'],
    before(request) {
      if (!isOne(request, 'PATCH')) return undefined;
      for (const operation of operationsIn(request.body))
        if (operation.path !== 'userName' && (operation.value === null || operation.value === ''))
          operation.value = 'null';
    },
  },
  {
    id: 'entra.null-update-ignored',
    says: 'a PATCH of displayName to null or "" succeeds and changes nothing',
    breaks: ['entra:G04'],
    kills: ['entra.null-update-clears', 'patch.null-unassigns'],
    before: (request) =>
      isOne(request, 'PATCH') &&
      operationsIn(request.body).some(
        ({ path, value }) => path === 'displayName' && (value === null || value === ''),
      )
        ? { status: 204, headers: {} }
        : undefined,
  },
];
