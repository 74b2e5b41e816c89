import type { Parameter, ParameterValue } from '@evidentia/core'

/** The sentence with the default of each parameter in its place. */
export function sentenceOf({
  asserts,
  parameters,
}: {
  readonly asserts: string
  readonly parameters: { readonly [name: string]: Parameter }
}): string {
  return asserts.replaceAll(/\{([a-z][a-zA-Z0-9]*)\}/g, (braced, name: string) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    return parameter === undefined ? braced : valueWords(parameter.default)
  })
}

/** A parameter's value as a person reads it. */
export function valueWords(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' || typeof value === 'string') return String(value)
  return value.length === 0 ? 'none' : value.join(', ')
}
