import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/**
 * What of a served enterprise is searched, folded. `names` holds a part for each name, as `=| cong ty a .`, with the
 * words between blanks: `=` the name, `-` the same without its legal form, `/` short, `+` foreign, `~` former ones.
 */
export const searchTexts = pgTable('search_texts', {
  code: text('code').primaryKey(),
  names: text('names').notNull(),
  address: text('address').notNull(),
}, (t) => [
  index('search_texts_words_index').using('gin', sql`search_lexemes(${t.names}, ${t.address})`).with({ gin_pending_list_limit: 512 }),
  index('search_texts_letters_index').using('gin', sql`replace(${t.names}, ' ', '') gin_trgm_ops`, sql`replace(${t.address}, ' ', '') gin_trgm_ops`).with({ gin_pending_list_limit: 512 }),
])

/** The names once more, written together: by their beginning, in the order in which they are listed. */
export const searchNames = pgTable('search_names', {
  code: text('code').notNull(),
  /** The first letters; sorted by their bytes, whatever the collation of the database. */
  key: text('key').notNull(),
  isFormer: boolean('is_former').notNull(),
}, (t) => [
  primaryKey({ name: 'search_names_pk', columns: [t.isFormer, t.key, t.code] }),
  index('search_names_code_index').on(t.code),
])

/** Every word of the texts: how many enterprises have it, and what it looks like with a letter missing. */
export const searchWords = pgTable('search_words', {
  word: text('word').primaryKey(),
  inNames: integer('in_names').notNull(),
  inAddresses: integer('in_addresses').notNull(),
  neighbours: text('neighbours').array().notNull(),
}, (t) => [index('search_words_neighbours_index').using('gin', t.neighbours)])
