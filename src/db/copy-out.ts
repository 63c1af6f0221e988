import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Database } from './client.ts'
import { clientOf, databaseOf } from './client.ts'

const dialect = new PgDialect()

/** How COPY writes: CSV as RFC 4180 has it; text, tabs between and backslashes before what is special; or one bare column, for JSON, which holds no control character. */
export type CopyForm = 'csv' | 'text' | 'bare'
const OPTIONS: Record<CopyForm, string> = {
  csv: '(format csv)',
  text: '(format text)',
  bare: "(format csv, delimiter E'\\x02', quote E'\\x01', null '')",
}

/** Files that are being downloaded at once, of one instance; others wait a moment, and are told to come again. */
const DOWNLOADS = 4
/** A download lasts: who waits longer than this for their turn would wait long. */
const TURN_MS = 2000
const pools = new WeakMap<Database, pg.Pool>()

/** Connections for downloads: slow readers must not keep those from being answered who ask for little. */
export function exportPool (db: Database): pg.Pool {
  const known = pools.get(db)
  if (known) return known
  const { options } = clientOf(db) as pg.Pool
  const pool = new pg.Pool({ ...options, max: DOWNLOADS, connectionTimeoutMillis: TURN_MS, application_name: 'registry-export', statement_timeout: 0 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pools.set(db, pool)
  return pool
}

/** Ends the downloads of a database, if there were any. */
export const closeExports = async (db: Database): Promise<void> => await pools.get(db)?.end()

/**
 * Streams what `select` makes of one snapshot of the database; `look` reads there first, such as the position. Destroying
 * the stream ends the statement on the server. Rows come as fast as they are read, in constant memory.
 */
export async function copyOut<T> (pool: pg.Pool, form: CopyForm, look: (tx: Database) => Promise<T>, select: (looked: T) => SQL): Promise<{ looked: T, rows: Readable }> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read, read only')
    const looked = await look(databaseOf(client))
    // COPY takes no parameters: they are written into its text, quoted.
    const { sql: text } = dialect.sqlToQuery(select(looked).inlineParams())
    const rows = client.query(copyTo(`copy (${text}) to stdout with ${OPTIONS[form]}`))
    rows.once('end', () => void client.query('commit').then(() => client.release(), () => client.release(true)))
    rows.once('close', () => { if (!rows.readableEnded) cancel(pool, client) })
    return { looked, rows }
  } catch (err) {
    client.release(true)
    throw err
  }
}

/** The server may be sorting for a long time before it notices that nobody listens any more. Its connection is of no more use. */
function cancel (pool: pg.Pool, client: pg.PoolClient) {
  const { processID } = client as unknown as { processID: number | null }
  client.release(true)
  if (processID !== null) void pool.query('select pg_terminate_backend($1)', [processID]).catch(() => undefined)
}

const UNESCAPED: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\b': '\b', '\\f': '\f', '\\v': '\v' }

/** The rows of COPY's text form, one after the other. */
export async function * rowsOf (text: Readable): AsyncGenerator<(string | null)[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of text) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      yield line.split('\t').map((cell) => cell === '\\N' ? null : cell.includes('\\') ? cell.replace(/\\[\\nrtbfv]/g, (written) => UNESCAPED[written]!) : cell)
    }
  }
}
