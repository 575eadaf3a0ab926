export { send } from '../request.ts';
export * from './creates.ts';
export * from './encoding.ts';
export * from './mapping.ts';
export * from './requests.ts';
export * from './updates.ts';
