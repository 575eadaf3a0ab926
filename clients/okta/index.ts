export { send } from '../request.ts';
export * from './requests.ts';
