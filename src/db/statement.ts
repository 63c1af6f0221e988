import { hash } from 'node:crypto'
import { Param, SQL, StringChunk } from 'drizzle-orm'
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
  const { text, values } = textOf(query)
  return { name: hash('sha1', text, 'base64url'), text, values }
}

// Private there.
const isInline = (query: SQL) => (query as unknown as { shouldInlineParams: boolean }).shouldInlineParams

/** What Drizzle's dialect makes of a query, in a tenth of its time: texts and values one behind the other. What else there is it may write itself. */
function textOf (query: SQL): Pick<Statement, 'text' | 'values'> {
  let text = ''
  const values: unknown[] = []
  const write = (chunk: unknown): boolean => {
    if (chunk instanceof StringChunk) text += chunk.value.length === 1 ? chunk.value[0] : chunk.value.join('')
    else if (chunk instanceof SQL) return !isInline(chunk) && chunk.queryChunks.every(write)
    else if (chunk instanceof Param) {
      const value: unknown = chunk.value === null ? null : chunk.encoder.mapToDriverValue(chunk.value)
      if (value instanceof SQL) return write(value)
      text += `$${values.push(value)}`
    } else if (chunk === null || ['string', 'number', 'boolean'].includes(typeof chunk)) text += `$${values.push(chunk)}`
    else if (chunk !== undefined) return false
    return true
  }
  if (write(query)) return { text, values }
  const { sql: whole, params } = dialect.sqlToQuery(query)
  return { text: whole, values: params }
}

/** Rows of a statement that many ask. The server may keep one plan for all its values: it must not need to know them. */
export async function readRows<T extends Record<string, unknown>> (db: Database, query: SQL): Promise<T[]> {
  const { rows } = await clientOf(db).query<T>(statementOf(query))
  return rows
}

const asText = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig

export type Cell = string | null

/** Rows of cells as the server writes them, unparsed: what is JSON already goes through as it is. */
export async function readTexts (db: Database, { name, text, values }: Statement): Promise<Cell[][]> {
  const { rows } = await clientOf(db).query<Cell[]>({ name, text, values, rowMode: 'array', types: asText })
  return rows
}
