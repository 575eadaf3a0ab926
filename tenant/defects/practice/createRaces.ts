import { isObject, type TenantRequest } from '../../model.ts';
import type { Defect } from '../defect.ts';
import { isCreate, lower } from '../kit.ts';
import { overwriting } from '../reach.ts';
import { InFlight, slowly, unguarded } from './overlap.ts';

const userNameIn = ({ body }: TenantRequest): string | undefined => {
  const name = isObject(body) ? body.userName : undefined;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
};

const creates = new InFlight<true>();

/** What goes wrong with creates that meet others of their name. */
export const createRaceDefects: Defect[] = [
  {
    id: 'race.creates-both-succeed',
    says: 'creates of one userName that overlap all succeed',
    breaks: ['practice:P01'],
    kills: ['practice.one-of-simultaneous-creates-wins'],
    ...unguarded((request) => (isCreate(request) ? userNameIn(request) : undefined)),
  },
  {
    id: 'race.create-answers-for-nothing',
    says: 'a create that overlaps with another of its name answers 201 with an account that is not kept',
    breaks: ['practice:P02'],
    kills: ['practice.acknowledged-creates-exist'],
    before(request) {
      const name = isCreate(request) ? userNameIn(request) : undefined;
      if (name === undefined || !creates.meet(name, () => true)) return undefined;
      const id = `lost-${Math.random().toString(36).slice(2)}`;
      return { status: 201, headers: {}, body: { ...(request.body as object), id } };
    },
    after: slowly((request) => isCreate(request) && userNameIn(request) !== undefined),
  },
  {
    id: 'create.wakes-an-inactive-user',
    says: 'a create with the userName of an inactive user sets that user active, and is answered 201 with it',
    breaks: ['practice:P18'],
    kills: ['practice.create-answers-with-its-own-account'],
    ...overwriting(
      ({ userName }, { store }) =>
        store
          .own('User')
          .find(({ data }) => data.active === false && lower(data.userName) === lower(userName))?.id,
      (body) => ({ ...body, active: true }),
    ),
  },
];
