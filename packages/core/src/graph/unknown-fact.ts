/** A fact that the program does not hold and an answer would need: said as unknown, never taken as good. */
export interface UnknownFact {
  /** The node it is about, or the edge as `<kind>/<id>`. */
  readonly about: string
  /** The field in which it would stand. */
  readonly field: string
  readonly sentence: string
}
