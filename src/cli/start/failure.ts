/** Failures whose message says what to do: nobody needs their stack. */
const SENTENCES = new Set(['EmbeddedFailure', 'SandboxMismatch', 'MixedSources', 'RunInProgress', 'PortTaken', 'SeedError', 'UsageError'])

/** A feed of made-up enterprises and the real one must never share a register. */
export class MixedSources extends Error {
  override name = 'MixedSources'
}

export class PortTaken extends Error {
  override name = 'PortTaken'
}

export class UsageError extends Error {
  override name = 'UsageError'
}

/** Runs a command; on failure it tells the terminal in a sentence and sets the exit code. */
export async function command (work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (err) {
    if (err instanceof Error && err.name === 'AbortError') return
    const isPlain = err instanceof Error && (SENTENCES.has(err.name) || /^(The database|\d+ migrations|The login)/.test(err.message))
    process.stderr.write(`${isPlain ? (err as Error).message : err instanceof Error ? err.stack ?? err.message : String(err)}\n`)
    process.exitCode = 1
  }
}

/** What is opened is closed again, last first, however the work ends. */
export async function withCleanup (work: (later: <T>(opened: T, close: (opened: T) => unknown) => T) => Promise<void>): Promise<void> {
  const closers: (() => unknown)[] = []
  try {
    await work((opened, close) => {
      closers.push(() => close(opened))
      return opened
    })
  } finally {
    for (const close of closers.reverse()) await close()
  }
}
