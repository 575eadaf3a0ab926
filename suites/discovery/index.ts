import { serviceProviderConfig } from './serviceProviderConfig.ts';

/** What the endpoint says of itself: ServiceProviderConfig, ResourceTypes, Schemas. */
export const discovery = [...serviceProviderConfig];
