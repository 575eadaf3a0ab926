import { isObject, SCHEMA } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isOne, readId, succeeded } from '../kit.ts';
import { readOperations, readPath } from './kit.ts';

/** PATCH that answers wrongly. */
export const answerDefects: Defect[] = [
  {
    id: 'patch.answers-a-part',
    says: 'PATCH answers 200 with the id only',
    breaks: ['7644:3.5.2/patch-status'],
    kills: ['patch.answers-200-or-204'],
    after: (request, response) =>
      isOne(request, 'PATCH') && succeeded(response)
        ? { status: 200, headers: {}, body: { schemas: [SCHEMA.user], id: readId(request) } }
        : undefined,
  },
  {
    id: 'patch.empty-200',
    says: 'PATCH answers 200 without a body',
    breaks: ['7644:3.5.2/patch-status', '7644:3.5.2/patch-attributes-200', 'entra:Q30'],
    kills: [
      'entra.patch-answers-200-or-204',
      'patch.answers-200-or-204',
      'patch.attributes-parameter-projects',
    ],
    after: (request, response) =>
      isOne(request, 'PATCH') && succeeded(response) ? { status: 200, headers: response.headers } : undefined,
  },
  {
    id: 'patch.ignores-attributes',
    says: 'PATCH returns the whole resource whatever the attributes parameter',
    breaks: ['7644:3.5.2/patch-attributes-200'],
    kills: ['patch.attributes-parameter-projects'],
    before(request) {
      if (isOne(request, 'PATCH')) request.query.delete('attributes');
    },
  },
  {
    id: 'patch.password-in-the-answer',
    says: 'the response to a PATCH of password repeats it',
    breaks: ['7644:3.5.2/patch-password'],
    kills: ['patch.password-is-never-shown'],
    after(request, response) {
      const operation = readOperations(request).find((one) => readPath(one) === 'password');
      if (operation)
        return {
          status: 200,
          headers: {},
          body: { ...(response.body as object), password: operation.value },
        };
    },
  },
  {
    id: 'patch.errors-without-schema',
    says: 'the error message of a PATCH does not name its schema',
    breaks: ['7644:3.5.2/patch-error-body'],
    kills: ['patch.failure-carries-an-error-message', 'entra.unknown-member-is-refused-or-kept'],
    after(request, response) {
      if (isOne(request, 'PATCH') && response.status === 400 && isObject(response.body))
        delete response.body.schemas;
    },
  },
];
