import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import type { ScopeChange, Vsic } from '../../industries/queries.ts'
import { createScope, loadScopeRows } from '../../industries/queries.ts'

const VSICS: readonly Vsic[] = ['2018', '2025']
const asArray = (codes: string[]) => `{${codes.map((code) => JSON.stringify(code)).join(',')}}`

/** The activity codes among those of a relation (vsic, industries) that belong to the scope of each rule set, as a relation `s` (rule_set, vsic, codes). */
export async function scopeOf (tx: Database, facts: SQL, ruleSets: readonly { version: number, scope: readonly ScopeChange[] }[]): Promise<SQL> {
  const listed = await loadScopeRows(tx)
  const { rows } = await tx.execute<{ vsic: Vsic, code: string }>(sql`select distinct f.vsic, activity as code from (${facts}) f, unnest(f.industries) activity`)
  const values = ruleSets.flatMap(({ version, scope }) => {
    const isInScope = createScope(listed, scope)
    return VSICS.map((vsic) => sql`(${version}::int, ${vsic}, ${asArray(rows.filter((row) => row.vsic === vsic && isInScope(vsic, row.code)).map(({ code }) => code))}::text[])`)
  })
  return sql`(values ${sql.join(values, sql`, `)}) s (rule_set, vsic, codes)`
}

/** Numbers of a rule set, in SQL. */
export interface Numbers { startUpYears: SQL, largeCapitalVnd: SQL }

/**
 * `classify` as one expression: what a rule set proposes of facts `f` with their scope `s` that hold from a day on, as a
 * relation `p` (basis, category_before, category_after, category_turns_on, codes) to be joined laterally.
 */
export const proposalOf = ({ startUpYears, largeCapitalVnd }: Numbers, from: SQL): SQL => sql`(
  select
    case when m.kind = 'main' then 'derived' when m.kind in ('i', 'iii') then 'candidate' end as basis,
    case m.kind when 'main' then 'iv' when 'i' then 'i' when 'iii' then 'iii' end as category_before,
    case m.kind when 'main' then 'ii' end as category_after,
    case when m.kind in ('main', 'iii') then m.anniversary end as category_turns_on,
    case when m.kind = 'none' then '{}'::text[] else array(select u.code from unnest(f.industries) with ordinality u (code, n) where u.code = any(s.codes) order by u.n) end as codes
  from (
    select a.anniversary, case
      when not f.industries && s.codes then 'none'
      when f.has_main_industry and f.industries[1] = any(s.codes) then 'main'
      when coalesce(f.charter_capital_vnd, 0) >= ${largeCapitalVnd} then 'i'
      when ${from} < a.anniversary then 'iii' else 'none' end as kind
    from (select (f.registered_on + make_interval(years => ${startUpYears}))::date as anniversary) a
  ) m)`

/** What columns (basis, category_before, category_after, category_turns_on) come to from a day on, as one value that can be compared. */
export const effectOf = (column: (name: string) => SQL, day: SQL): SQL => sql`
  case when ${column('category_turns_on')} <= ${day} then case when ${column('category_after')} is not null then row(${column('basis')}, ${column('category_after')}, null::text, null::date) end
    when ${column('basis')} is not null then row(${column('basis')}, ${column('category_before')}, ${column('category_after')}, ${column('category_turns_on')}) end::text`
