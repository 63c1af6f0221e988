/** Failures whose message says what to do: nobody needs their stack. */
const SENTENCES = new Set(['EmbeddedFailure', 'SandboxMismatch', 'MixedSources', 'RunInProgress', 'EmptyFile', 'NoWayBack', 'PortTaken', 'SeedError', 'SnapshotInProgress', 'UsageError'])

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

/** Aborted by Ctrl-C, by `kill` and by a terminal that closes; again changes nothing, since stopping is then under way. */
export function stopSignal (): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  return stop.signal
}

const FILE_FAULTS: Record<string, string> = {
  Z_DATA_ERROR: 'is no gzip file, or is damaged',
  Z_BUF_ERROR: 'ends in the middle: it was not copied to its end',
  EISDIR: 'is a folder',
}

/** For `catch`: says what is wrong with a file that broke off a run. */
export const brokenFile = (path: string) => (err: unknown): never => {
  const fault = FILE_FAULTS[(err as NodeJS.ErrnoException).code ?? '']
  throw fault ? new UsageError(`The file ${path} ${fault}. Nothing of it is in the register.`) : err
}

const isPlain = (err: Error) => SENTENCES.has(err.name) || /^(The database|\d+ migrations|The login)/.test(err.message) ||
  /^ERR_PARSE_ARGS/.test(String((err as NodeJS.ErrnoException).code))

/** Runs a command; on failure it tells the terminal in a sentence and sets the exit code. */
export async function command (work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (err) {
    if (err instanceof Error && err.name === 'AbortError') return
    const told = err instanceof Error ? (isPlain(err) ? err.message : err.stack ?? err.message) : String(err)
    process.stderr.write(`${told}\n`)
    process.exitCode = 1
  }
}

/** What is opened is closed again, last first, however the work ends and whatever the closing of one meets. */
export async function withCleanup (work: (later: <T>(opened: T, close: (opened: T) => unknown) => T) => Promise<void>): Promise<void> {
  const closers: (() => unknown)[] = []
  try {
    await work((opened, close) => {
      closers.push(() => close(opened))
      return opened
    })
  } finally {
    for (const close of closers.reverse()) await command(async () => { await close() })
  }
}
