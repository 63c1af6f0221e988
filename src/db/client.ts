import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { isUnavailable } from './errors.ts'

/** What queries and commands take first: a pool's database or a transaction of it. */
export type Database = PgDatabase<NodePgQueryResultHKT, Record<string, never>>

export interface ConnectOptions {
  applicationName?: string
  max?: number
  /** The server cancels a statement that runs longer (57014); none by default. */
  statementTimeoutMs?: number
}

const { INT8, DATE } = pg.types.builtins

/** A bigint of the database as a number; throws where a double could not hold it exactly. */
function safeInteger (text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a JavaScript number holds exactly`)
  return value
}

// On pg's shared table, because Drizzle's own sessions fall back to that one and not to the pool's.
pg.types.setTypeParser(INT8, safeInteger)
pg.types.setTypeParser(DATE, (text) => text)

const ignore = () => {}

/** How long a server may take to greet before it counts as away. */
const GREETING_MS = 10_000
/** How long a question waits for a connection that others hold: a crowd is not an outage. */
const TURN_MS = 20_000

/** Gives up on the greeting by itself, since the pool has one limit for both waits. */
class Client extends pg.Client {
  constructor (config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: GREETING_MS })
  }
}

const clients = new WeakMap<Database, pg.Pool | pg.PoolClient>()

/** What is beneath a database of `connect` or a transaction of it, for what Drizzle cannot say: named statements, bytes, COPY. */
export function clientOf (db: Database): pg.Pool | pg.PoolClient {
  const client = clients.get(db)
  if (!client) throw new Error('this database is not one of connect()')
  return client
}

/** The database of a connection that is used by nobody else meanwhile. */
export function databaseOf (client: pg.PoolClient): Database {
  const db: Database = drizzle({ client })
  clients.set(db, client)
  return db
}

/** A pool and its Drizzle database; instants come in UTC, days and numerics as text. */
export function connect (connectionString: string, options: ConnectOptions = {}) {
  const pool = new pg.Pool({
    Client,
    connectionString,
    application_name: options.applicationName ?? 'registry',
    max: options.max ?? 10,
    connectionTimeoutMillis: TURN_MS,
    keepAlive: true,
    options: '-c TimeZone=UTC',
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  })
  // A lost connection reaches its caller as a rejected query. The event beside it would end the process:
  // the pool listens for idle clients only, a client lost in the middle of a transaction has no listener.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  const db: Database = drizzle({ client: pool })
  clients.set(db, pool)
  // Drizzle's own would keep the client for ever where not even `begin` gets through, as after a restart of the server.
  db.transaction = async (work, config) => {
    const client = await pool.connect()
    try {
      const result = await drizzle({ client }).transaction((tx) => {
        clients.set(tx, client)
        return work(tx)
      }, config)
      client.release()
      return result
    } catch (err) {
      client.release(isUnavailable(err))
      throw err
    }
  }
  return { db, pool, close: () => pool.end() }
}
