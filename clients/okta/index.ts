export { type ClientRequest, send } from '../request.ts';
export * from './requests.ts';
