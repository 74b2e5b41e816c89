import type { Control } from '@evidentia/core'

const areas: { readonly [A in Control['area']]: true } = {
  access: true,
  logging: true,
  change: true,
  vulnerability: true,
  backup: true,
  vendor: true,
  incident: true,
  encryption: true,
  endpoint: true,
  network: true,
  retention: true,
  workforce: true,
  risk: true,
  physical: true,
  governance: true,
  availability: true,
  privacy: true,
}

/** The areas of the control library. */
export const controlAreas: readonly string[] = Object.keys(areas)
