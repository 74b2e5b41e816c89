import type { Environment } from '@marcbachmann/cel-js'
import type { ObjectShape, Shape } from './record-shape.ts'

/** Holds an object, out of reach; what of it can be reached are the getters that `makeClass` adds, one for each field of a shape. */
class Held {
  readonly #source: object

  constructor(source: object) {
    this.#source = source
  }

  static read(held: Held, name: string): unknown {
    const source = held.#source
    return Object.hasOwn(source, name) ? Reflect.get(source, name) : null
  }
}
type HeldClass = new (source: object) => Held

/** Registers shapes with an environment and turns plain values into what the environment knows. */
export class Values {
  readonly #environment: Environment
  readonly #classes = new Map<string, HeldClass>()

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** Registers a shape and those within it. Returns its name as a type; what may be null is dynamic, and judged when it is met. */
  register(shape: Shape): string {
    const own = this.#registerOwn(shape)
    return shape.isNullable ? 'dyn' : own
  }

  /** `value` in its shape. Whole numbers become integers; what the shape does not name is left out. */
  convert(value: unknown, shape: Shape): unknown {
    if (value === null || value === undefined) return null
    switch (shape.kind) {
      case 'int':
        return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value
      case 'list':
        return Array.isArray(value) ? value.map((item) => this.convert(item, shape.item)) : null
      case 'object':
        return this.#convertObject(value, shape)
      case 'string':
      case 'bool':
      case 'double':
        return value
      case 'any':
        return typeof value === 'object' ? null : value
    }
  }

  #registerOwn(shape: Shape): string {
    switch (shape.kind) {
      case 'any':
        return 'dyn'
      case 'list':
        return `list<${this.register(shape.item)}>`
      case 'object': {
        if (this.#classes.has(shape.name)) return shape.name
        const fields = [...shape.fields].map(([name, inner]) => [name, this.register(inner)] as const)
        const ctor = this.#makeClass(shape)
        this.#classes.set(shape.name, ctor)
        this.#environment.registerType(shape.name, { ctor, fields: Object.fromEntries(fields) })
        return shape.name
      }
      case 'string':
      case 'bool':
      case 'int':
      case 'double':
        return shape.kind
    }
  }

  /** A field is converted when it is asked for: most expressions look at few fields of many records. */
  #makeClass(shape: ObjectShape): HeldClass {
    const ctor = class extends Held {}
    for (const [name, inner] of shape.fields) {
      const convert = (value: unknown): unknown => this.convert(value, inner)
      Object.defineProperty(ctor.prototype, name, {
        get(this: Held) {
          return convert(Held.read(this, name))
        },
      })
    }
    return ctor
  }

  #convertObject(value: unknown, shape: ObjectShape): Held | null {
    const own = this.#classes.get(shape.name)
    return typeof value === 'object' && value !== null && own !== undefined ? new own(value) : null
  }
}
