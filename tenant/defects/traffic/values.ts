import { isObject, type ScimObject, type TenantResponse } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { resourcesIn } from '../kit.ts';

const metasIn = (response: TenantResponse): ScimObject[] =>
  resourcesIn(response).flatMap(({ meta }) => (isObject(meta) ? [meta] : []));

/** What goes wrong with values whatever attribute they are of. */
export const valueDefects: Defect[] = [
  {
    id: 'value.date-without-time',
    says: 'dateTime attributes of extensions come as dates',
    breaks: ['7643:2.3.5/datetime-values'],
    kills: ['traffic.date-times-have-date-and-time', 'queries.filter-ne'],
    after(_request, response, { schemas }) {
      for (const resource of resourcesIn(response))
        for (const { id, attributes } of schemas)
          for (const { name } of attributes.filter(({ type }) => type === 'dateTime')) {
            const container = resource[id];
            if (isObject(container) && typeof container[name] === 'string')
              container[name] = container[name].slice(0, 10);
          }
    },
  },
  {
    id: 'value.reference-with-spaces',
    says: '$ref of members holds a sentence',
    breaks: ['7643:2.3.7/reference-values'],
    kills: ['traffic.references-are-uris'],
    after(_request, response) {
      for (const { members } of resourcesIn(response))
        if (Array.isArray(members)) for (const member of members) member.$ref = 'the user of this name';
    },
  },
  {
    id: 'meta.times-without-t',
    says: 'times have a space between date and time',
    breaks: ['7643:3.1/meta-created-datetime'],
    kills: ['traffic.meta-dates-are-date-times'],
    after(_request, response) {
      for (const meta of metasIn(response))
        for (const name of ['created', 'lastModified'])
          if (typeof meta[name] === 'string') meta[name] = String(meta[name]).replace('T', ' ').slice(0, 19);
    },
  },
  {
    id: 'meta.dates-as-numbers',
    says: 'meta.created is a number of seconds',
    breaks: ['7643:3.1/meta-created-datetime'],
    kills: ['traffic.meta-dates-are-date-times'],
    after(_request, response) {
      for (const { meta } of resourcesIn(response)) if (isObject(meta)) meta.created = 1_700_000_000;
    },
  },
  {
    id: 'create.two-primaries',
    says: 'a list keeps several primary values',
    breaks: ['7643:2.4/primary-once', '7644:3.5.2/patch-primary-flip'],
    kills: ['traffic.one-primary-at-most', 'attributes.new-primary-lowers-the-old'],
    semantics: { refusesPrimaries: false, settlePrimary: (_before, after) => after },
  },
  {
    id: 'traffic.one-address-is-no-list',
    says: 'a user has columns for one address, which is shown as an object in place of a list',
    breaks: ['7643:2.4/array-shape'],
    kills: ['traffic.arrays-are-as-published'],
    company: true,
    after(_request, response) {
      for (const resource of resourcesIn(response))
        if (Array.isArray(resource.addresses) && resource.addresses.length === 1)
          resource.addresses = resource.addresses[0];
    },
  },
];
