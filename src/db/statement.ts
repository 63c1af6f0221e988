import { hash } from 'node:crypto'
import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import type { Database } from './client.ts'
import { clientOf } from './client.ts'

const dialect = new PgDialect()

/** A statement as the server takes it: its text has one name for ever, so that each connection plans it once. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
}

export function statementOf (query: SQL): Statement {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return { name: hash('sha1', text, 'base64url'), text, values: params }
}

/** Rows of a statement that many ask. The server may keep one plan for all its values: it must not need to know them. */
export async function readRows<T extends Record<string, unknown>> (db: Database, query: SQL): Promise<T[]> {
  const { rows } = await clientOf(db).query<T>(statementOf(query))
  return rows
}

/**
 * For the rest of a transaction one plan serves all values of a statement: to plan these anew takes longer than to run
 * them. What only the values can tell how to run is to be written without parameters.
 */
export const keepPlans = async (tx: Database): Promise<void> => { await tx.execute(sql`set local plan_cache_mode = force_generic_plan`) }

const asText = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig

export type Cell = string | null

/** Rows of cells as the server writes them, unparsed: what is JSON already goes through as it is. */
export async function readTexts (db: Database, { name, text, values }: Statement): Promise<Cell[][]> {
  const { rows } = await clientOf(db).query<Cell[]>({ name, text, values, rowMode: 'array', types: asText })
  return rows
}
