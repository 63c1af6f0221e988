const SOCKET_CODES = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN',
  'ENOTFOUND', 'EAI_AGAIN',
])

/** Shut down, crashed, starting up, or out of connections, memory or disk. Class 08 (connection exceptions) is matched as a whole. */
const AWAY_STATES = new Set(['57P01', '57P02', '57P03', '53100', '53200', '53300'])

// pg gives these no code; the texts are those of pg 8 and pg-pool 3.
const AWAY_MESSAGES = /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired)/

/** The error and what it stands for: Drizzle wraps pg's error as `cause`, Node several attempts as `errors`. */
function * unwrap (err: unknown, depth = 0): Generator<{ code?: unknown, message?: unknown }> {
  if (typeof err !== 'object' || err === null || depth > 5) return
  yield err
  if ('cause' in err) yield * unwrap(err.cause, depth + 1)
  if ('errors' in err && Array.isArray(err.errors)) for (const one of err.errors) yield * unwrap(one, depth + 1)
}

const isSqlState = (code: unknown): code is string => typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)

/** The five-letter SQLSTATE, however deeply wrapped. */
export function sqlState (err: unknown): string | undefined {
  // EPIPE has five letters too.
  for (const { code } of unwrap(err)) if (isSqlState(code) && !SOCKET_CODES.has(code)) return code
  return undefined
}

/** Whether the database could not be reached or sent us away: worth a 503 and another try, and no fault of the query. */
export function isUnavailable (err: unknown): boolean {
  for (const { code, message } of unwrap(err)) {
    if (typeof code === 'string' && (SOCKET_CODES.has(code) || AWAY_STATES.has(code))) return true
    if (isSqlState(code) && code.startsWith('08')) return true
    if (typeof message === 'string' && AWAY_MESSAGES.test(message)) return true
  }
  return false
}
