import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/** What the rule proposes of a known version `v`, whether it is in force there or not. */
export const ruled = (column: string): SQL => sql.raw(`case when v.decision is null then v.${column} else v.rule_${column} end`)

/** The columns in which decisions go before the rule. */
const RULED = ['basis', 'category_before', 'category_after', 'category_turns_on'] as const

/** What a decided category puts in their place: one that holds until there is another decision. */
const DECIDED: Record<typeof RULED[number], SQL> = {
  basis: sql`case when d.outcome <> 'not-digital' then 'confirmed' end`,
  category_before: sql`case when d.outcome <> 'not-digital' then d.outcome end`,
  category_after: sql`null`,
  category_turns_on: sql`null::date`,
}

/**
 * Columns of a version that is about to be appended, over its row `d` of `decided`: the facts that differ and those that
 * only decisions fill. `read` says what was read of the rule's proposal in `facts`, to which rules that came into force since
 * go before; `copy` is the version that one without such a row is taken from.
 */
export function asDecided (facts: SQL, read: (column: string) => SQL, changes: SQL, copy?: SQL): { facts: Record<string, SQL>, more: SQL } {
  const copied = (column: string, of?: SQL) => copy ? sql`${of ?? copy}.${sql.raw(column)}` : sql`null`
  const otherwise = (mine: SQL, column: string, type: string) => sql`case when d.code is not null then ${mine} else ${copied(column)} end::${sql.raw(type)}`
  const rule = (column: string) => sql`case when d.rule_set is not null then d.${sql.raw(column)} else ${read(column)} end`
  const sameDay = copy ? sql`a.valid_from = ${copy}.valid_from` : sql`false`
  const categories = Object.fromEntries(RULED.map((column) => [column, sql`
    case when d.decision is not null then ${DECIDED[column]} when d.code is not null then ${rule(column)} else ${copy ? copied(column) : rule(column)} end`]))
  const proposed = (column: string, type: string) => otherwise(sql`case when d.decision is not null then ${rule(column)} end`, `rule_${column}`, type)
  return {
    facts: { ...categories, changes: sql`coalesce(d.changes, ${changes})`, rule_set: sql`coalesce(d.rule_set, ${facts}.rule_set)`, category_codes: sql`coalesce(d.codes, ${facts}.category_codes)` },
    more: sql.join([
      otherwise(sql`d.decision`, 'decision', 'bigint'), otherwise(sql`d.decided_from`, 'decided_from', 'date'),
      proposed('basis', 'text'), proposed('category_before', 'text'), proposed('category_after', 'text'), proposed('category_turns_on', 'date'),
      sql`case when d.code is not null then d.facts_from when ${sameDay} then ${copied('facts_from')} end::date`,
      sql`case when d.code is not null then d.facts_changes when ${sameDay} then ${copied('facts_changes')} end::int`,
    ], sql`, `),
  }
}
