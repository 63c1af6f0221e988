import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { ruled } from '../decisions/decided.ts'
import { listAdoptedRuleSets } from './adopted.ts'
import { effectOf, proposalOf, scopeOf } from './proposal.ts'

const PROPOSAL = ['basis', 'category_before', 'category_after', 'category_turns_on'] as const
const columns = (prefix: string) => (name: string) => sql.raw(`${prefix}${name}`)
const each = (make: (name: string) => SQL) => sql.join(PROPOSAL.map(make), sql`, `)

export async function hasAdoptedRules (tx: Database): Promise<boolean> {
  const { rows: [row] } = await tx.execute<{ found: boolean }>(sql`select exists (select from adopted_rule_sets where recorded_to is null) as found`)
  return row!.found
}

const facts = (alias: string, proposal: (name: string) => SQL) => sql`
  ${sql.raw(['code', 'vsic', 'industries', 'has_main_industry', 'charter_capital_vnd', 'registered_on', 'rule_set'].map((name) => `${alias}.${name}`).join(', '))},
  ${each((name) => sql`${proposal(name)} as ${sql.raw(name)}`)}`

/**
 * What rule sets that came into force after facts were read make of them, in the temporary table `proposed`: one row for each
 * reading (`version` of a known one, `seq` of a staged one that `appended` points to) and rule set. It `differs` from what was
 * read, and `turns` from what the rule set before it says, from the day on which both facts and rules hold.
 */
export async function makeProposed (tx: Database, codes: SQL, staged?: SQL): Promise<void> {
  await tx.execute(sql`
    create temp table proposed (code text, version int, seq bigint, rule_set int, in_force_from date,
      basis text, category_before text, category_after text, category_turns_on date, codes text[], differs boolean, turns boolean) on commit drop`)
  const adopted = await listAdoptedRuleSets(tx)
  if (adopted.length === 0) return
  await tx.execute(sql`
    create temp table readings on commit drop as
    select ${facts('v', ruled)}, v.version, null::bigint as seq, coalesce(v.facts_from, v.valid_from) as valid_from from enterprise_versions v
    where v.recorded_to is null and v.presence = 'present' and v.code in (${codes})
    ${staged ? sql`union all select ${facts('s', columns('s.'))}, null, s.seq, a.valid_from from ${staged} s join appended a on a.seq = s.seq` : sql``}`)
  await tx.execute(sql`analyze readings (code, vsic, rule_set)`)
  const scope = await scopeOf(tx, sql`select vsic, industries from readings`, adopted)
  await tx.execute(sql`
    insert into proposed
    with scoped as materialized (select * from ${scope}),
    concerned as (select * from readings f where f.basis is not null or exists (select from scoped s where s.vsic = f.vsic and s.codes && f.industries)),
    made as (
      select f.code, f.version, f.seq, r.version as rule_set, r.in_force_from, d.day, p.*, ${each((name) => sql`f.${sql.raw(name)} as was_${sql.raw(name)}`)}
      from concerned f join adopted_rule_sets r on r.recorded_to is null and r.version > f.rule_set
      join scoped s on s.vsic = f.vsic and s.rule_set = r.version
      cross join lateral (select greatest(f.valid_from, r.in_force_from) as day) d
      cross join lateral ${proposalOf({ startUpYears: sql`r.start_up_years`, largeCapitalVnd: sql`r.large_capital_vnd` }, sql`d.day`)} p
    ), chained as (
      select *, ${each((name) => sql`case when row_number() over chain = 1 then was_${sql.raw(name)} else lag(${sql.raw(name)}) over chain end as previous_${sql.raw(name)}`)}
      from made window chain as (partition by code, version, seq order by rule_set)
    )
    select code, version, seq, rule_set, in_force_from, ${each(columns(''))}, codes,
      (${effectOf(columns(''), sql`day`)}) is distinct from (${effectOf(columns('was_'), sql`day`)}),
      (${effectOf(columns(''), sql`day`)}) is distinct from (${effectOf(columns('previous_'), sql`day`)})
    from chained`)
  await tx.execute(sql`delete from proposed p where not exists (select from proposed q where q.code = p.code and (q.differs or q.turns))`)
  await tx.execute(sql`create index on proposed (code)`)
  await tx.execute(sql`analyze proposed (code, in_force_from)`)
}

/** The newest rule set in force on a day, of a reading: of a known version, or of staged facts. */
export const proposedOn = (reading: { code: SQL, version: SQL, seq: SQL }, day: SQL): SQL => sql`
  select * from proposed said where said.code = ${reading.code} and said.in_force_from <= ${day}
    and case when ${reading.seq} is null then said.version = ${reading.version} else said.seq = ${reading.seq} end
  order by said.in_force_from desc limit 1`

/** In the comparison of a run an enterprise counts as the rules of the day say. */
export const compareAsProposed = (categoryOn: (of: SQL) => SQL, day: SQL): SQL => sql`
  update appended a set basis = p.basis, category = ${categoryOn(sql`p`)}
  from proposed p
  where p.seq = a.seq and a.is_current and a.presence = 'present' and p.differs
    and not exists (select from proposed q where q.seq = p.seq and q.in_force_from > p.in_force_from and q.in_force_from <= ${day}) and p.in_force_from <= ${day}`
