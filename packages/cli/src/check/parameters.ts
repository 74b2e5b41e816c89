import type { CheckDefinition, Parameter, ParameterValue, ParameterValues } from '@evidentia/core'
import { findValueFault } from '@evidentia/core'
import { Refusal } from '../output/explain-error.ts'

/** `name=value` as given, each in the type its check declares. A list is separated by commas. */
export function readParameters(given: readonly string[], { id, parameters = {} }: CheckDefinition): ParameterValues {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', ...rest] = text.split('=')
      const declared = Object.hasOwn(parameters, name) ? parameters[name] : undefined
      if (declared === undefined || rest.length === 0)
        throw new Refusal(2, `--parameter: the check ${id} has no parameter "${name}"; write name=value.`)
      const value = readValue(declared, rest.join('='))
      const fault = findValueFault(declared, value)
      if (fault !== null) throw new Refusal(2, `--parameter ${name}: ${fault}.`)
      return [name, value]
    }),
  )
}

function readValue({ type }: Parameter, text: string): ParameterValue {
  switch (type) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : text
    case 'flag':
      return text === 'true' || text === 'false' ? text === 'true' : text
    case 'texts':
      return text === '' ? [] : text.split(',')
    case 'text':
    case 'choice':
      return text
  }
}
