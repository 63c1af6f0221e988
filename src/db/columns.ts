import { bigint } from 'drizzle-orm/pg-core'

/** A position of the register: a dense integer, safe as a JavaScript number for 9·10¹⁵ events. */
export const position = (name: string) => bigint(name, { mode: 'number' })

export const id = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

/** Recorded time of a reference row: from this position on, until (not including) that one. */
export const recorded = () => ({
  recordedFrom: position('recorded_from').notNull(),
  recordedTo: position('recorded_to'),
})
