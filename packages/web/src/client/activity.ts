let lastAnswer = Date.now()

/** Notes that the server answered: each answer moves the idle limit of the session. */
export function markActivity(): void {
  lastAnswer = Date.now()
}

/** When the server last answered, in milliseconds since 1970. */
export function lastActivity(): number {
  return lastAnswer
}
