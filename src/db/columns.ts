import { and, gt, isNull, lte, or } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { bigint } from 'drizzle-orm/pg-core'

/** A position of the register: a dense integer, safe as a JavaScript number for 9·10¹⁵ events. */
export const position = (name: string) => bigint(name, { mode: 'number' })

export const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

/** Recorded time of a reference row: from this position on, until (not including) that one. */
export const recorded = () => ({
  recordedFrom: position('recorded_from').notNull(),
  recordedTo: position('recorded_to'),
})

/** Whether a reference row was known at a position; without one, whether it is known now. */
export const isKnownAt = (table: { recordedFrom: AnyPgColumn, recordedTo: AnyPgColumn }, knownAt?: number) =>
  knownAt === undefined ? isNull(table.recordedTo) : and(lte(table.recordedFrom, knownAt), or(isNull(table.recordedTo), gt(table.recordedTo, knownAt)))
