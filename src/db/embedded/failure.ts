import { open } from 'node:fs/promises'

export type FailureReason = 'unsupported' | 'binaries' | 'directory' | 'in-use' | 'version' | 'port' | 'start'

/** Why the embedded PostgreSQL is not there: `message` is for a person and says what to do. */
export class EmbeddedFailure extends Error {
  override name = 'EmbeddedFailure'
  readonly reason: FailureReason

  /** `output` is what the server or its tools said last; it is quoted below the sentence. */
  constructor (reason: FailureReason, sentence: string, output = '') {
    const lines = output.trim().split('\n').slice(-12)
    super(output.trim() === '' ? sentence : `${sentence}\nPostgreSQL said last:\n${lines.map((line) => `  ${line}`).join('\n')}`)
    this.reason = reason
  }
}

const TAIL_BYTES = 4096

/** The end of a log, from a byte on at the earliest; empty when there is none. */
export async function tail (path: string, from = 0): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const start = Math.max(from, size - TAIL_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A file system's refusal as a sentence about that folder. */
export function directoryFailure (err: unknown, folder: string, output?: string): EmbeddedFailure {
  const code = (err as NodeJS.ErrnoException).code
  const what = code === 'ENOSPC' || code === 'EDQUOT'
    ? 'has no space left: make room'
    : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      ? 'cannot be written by this user: give it to the user who starts the service'
      : `cannot be used (${code ?? String(err)}): repair it`
  return new EmbeddedFailure('directory', `The data directory ${folder} ${what}, choose another one with DATA_DIR, or point DATABASE_URL at a server of your own.`, output)
}
