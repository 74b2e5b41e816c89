/** A new connection: which connector was chosen. */
export interface NewConnectionSearch {
  readonly connector?: string | undefined
}

export function readNewConnectionSearch({ connector }: { readonly [name: string]: unknown }): NewConnectionSearch {
  return typeof connector === 'string' && connector !== '' ? { connector } : {}
}
