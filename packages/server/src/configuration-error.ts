/** What the operator has to put right before the server can start. The process exits with 78 (EX_CONFIG). */
export class ConfigurationError extends Error {
  constructor(sentence: string, options?: { cause?: unknown }) {
    super(sentence, options)
    this.name = 'ConfigurationError'
  }
}
