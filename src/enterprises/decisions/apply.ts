import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { hasAdoptedRules, makeProposed, proposedOn } from '../rules/proposed.ts'

/** In the source's order, of versions of one enterprise. */
const LATEST = sql.raw('changes desc, version desc')

interface Applying {
  /** Of versions `v`: those that stay. */
  stays?: SQL
  /** The enterprises that decisions or rules are recorded of, beside those of `appended`. */
  also?: SQL
  /** What the rules that came into force make of the versions is in `proposed` already. */
  isProposed?: boolean
}

/**
 * What a run, a revert, a decision or a change of rules is about to append, as officers decided and as the rules of each
 * day propose: both outlive whatever the feed brings. Needs `appended`, empty where nothing but these is recorded; adds to
 * it, and leaves in `decided` what the versions are to take over.
 *
 * A decision or a rule that begins on a day after its facts makes a version of that day of them; the source's order is that
 * of the facts still (`facts_from`), so an amendment that is told late comes before it and not too late.
 */
export async function applyDecisions (tx: Database, { stays = sql`true`, also = sql`select null where false`, isProposed = false }: Applying = {}): Promise<void> {
  const { rows: [row] } = await tx.execute<{ found: boolean }>(sql`select exists (select from decisions) as found`)
  if (!row!.found && !await hasAdoptedRules(tx)) return
  await makeDecided(tx)
  if (!isProposed) await makeProposed(tx, sql`select code from appended union ${also}`)
  await tx.execute(sql`
    create temp table ruled on commit drop as
    select code from (select code from decisions where recorded_to is null group by code) d where code in (select code from appended) or code in (${also})
    union select code from proposed`)
  await tx.execute(sql`analyze ruled (code)`)
  await makeTimeline(tx, stays)
  await tx.execute(addSplits)
  await tx.execute(addRestated)
  await tx.execute(sql`analyze further (code)`)
  await appendFurther(tx)
  await tx.execute(sql`analyze decided (code, version)`)
}

/** What versions of `appended` take over from decisions, where they take over anything. */
export const makeDecided = (tx: Database) => tx.execute(sql`
  create temp table if not exists decided
    (code text, version int, decision bigint, decided_from date, outcome text, changes int, facts_from date, facts_changes int,
      rule_set int, basis text, category_before text, category_after text, category_turns_on date, codes text[]) on commit drop`)

/** The versions of these enterprises that are known and did not give way, those about to be appended included. */
async function makeTimeline (tx: Database, stays: SQL) {
  await tx.execute(sql`
    create temp table timeline on commit drop as
    select v.code, v.version, v.valid_from, v.changes, coalesce(v.facts_from, v.valid_from) as facts_from, coalesce(v.facts_changes, v.changes) as facts_changes,
      v.facts_from is not null as is_split, v.presence, v.supersedes, v.is_current, v.decision, v.has_event, v.version as base_version, null::bigint as seq, v.rule_set, false as is_new
    from enterprise_versions v join ruled r on r.code = v.code where v.recorded_to is null and ${stays}
    union all
    select a.code, a.version, a.valid_from, a.changes, a.valid_from, a.changes, false, a.presence, a.supersedes, a.is_current, null, a.has_event, a.base_version, a.seq, null, true
    from appended a join ruled r on r.code = a.code`)
  await tx.execute(sql`create index on timeline (code)`)
  await tx.execute(sql`analyze timeline (code)`)
  await tx.execute(sql`
    delete from timeline t using timeline later
    where later.code = t.code and later.version > t.version and later.supersedes is not null
      and (later.valid_from, later.changes) < (t.valid_from, t.changes)`)
  // What is appended takes the place of what was the current one.
  await tx.execute(sql`update timeline t set is_current = false where not t.is_new and t.is_current and exists (select from timeline n where n.code = t.code and n.is_new and n.is_current)`)
}

/**
 * A version on each day on which a decision begins, or began once, or rules that say something else come into force, between
 * the facts of an earlier day and those that follow: of the facts that hold then, as they were read last. None where there
 * is one already.
 */
const addSplits = sql`
  create temp table further on commit drop as
  select d.code, d.day as valid_from, -1 as changes, b.facts_from, b.facts_changes, b.base_version, b.seq, true as is_split
  from (
    select code, day, bool_or(is_sure) as is_sure from (
      select d.code, d.effective_from as day, true as is_sure from decisions d join ruled r on r.code = d.code where d.recorded_to is null
      union all select code, valid_from, true from timeline where is_split
      union all select code, in_force_from, false from proposed where turns
    ) days group by code, day
  ) d
  cross join lateral (
    select * from timeline t where t.code = d.code and not t.is_split and t.valid_from <= d.day order by t.valid_from desc, t.${LATEST} limit 1
  ) held
  cross join lateral (
    select * from timeline t where t.code = d.code and (t.facts_from, t.facts_changes) = (held.facts_from, held.facts_changes) and t.version >= held.version
      and not exists (select from adopted_rule_sets n where n.recorded_to is null and n.version = t.rule_set and n.in_force_from > d.day)
    order by t.version desc limit 1
  ) b
  where held.valid_from < d.day and held.presence = 'present'
    and (d.is_sure or exists (select from (${proposedOn({ code: sql`d.code`, version: sql`b.base_version`, seq: sql`b.seq` }, sql`d.day`)}) q where q.in_force_from = d.day and q.turns))
    and not exists (
    select from (select * from timeline t where t.code = d.code and t.valid_from = d.day order by t.${LATEST} limit 1) p
    where p.is_split and (p.facts_from, p.facts_changes) = (held.facts_from, held.facts_changes) and p.version > held.version)`

/** What holds from a day on and was decided otherwise, or not at all, or is proposed otherwise, is said once more. */
const addRestated = sql`
  insert into further
  select p.code, p.valid_from, p.changes, p.facts_from, p.facts_changes, p.base_version, p.seq, p.is_split
  from (select distinct on (t.code, t.valid_from) t.* from timeline t order by t.code, t.valid_from, t.${LATEST}) p
  left join lateral (
    select * from decisions d where d.code = p.code and d.recorded_to is null and d.effective_from <= p.valid_from order by d.effective_from desc limit 1
  ) e on true
  left join lateral (${proposedOn({ code: sql`p.code`, version: sql`p.version`, seq: sql`null::bigint` }, sql`p.valid_from`)}) q on true
  where p.presence = 'present' and not p.is_new and (p.decision is distinct from case when e.outcome <> 'rule' then e.id end or q.differs)
    and not exists (select from further f where f.code = p.code and f.valid_from = p.valid_from)`

/** The last one takes the place of the current version, one after the other where there are several; the others are told late. */
async function appendFurther (tx: Database) {
  await tx.execute(sql`
    create temp table numbered on commit drop as
    select f.*, c.version as current, (select max(t.version) from enterprise_versions t where t.code = f.code) as known,
      (select count(*) from appended a where a.code = f.code)::int as appended,
      row_number() over (partition by f.code order by f.valid_from, f.changes)::int as number,
      count(*) over (partition by f.code)::int as of,
      (f.valid_from, f.changes) >= (c.valid_from, c.changes) as follows
    from further f join timeline c on c.code = f.code and c.is_current`)
  await tx.execute(sql`
    insert into appended (code, version, valid_from, presence, has_event, is_current, supersedes, seq, changes, base_version)
    select n.code, coalesce(n.known, 0) + n.appended + n.number, n.valid_from, 'present', true, n.follows and n.number = n.of,
      case when n.follows then coalesce(lag(coalesce(n.known, 0) + n.appended + n.number) over (partition by n.code, n.follows order by n.number), n.current) end,
      n.seq, n.facts_changes, n.base_version
    from numbered n`)
  await tx.execute(sql`update appended a set is_current = false from numbered n where n.code = a.code and n.follows and n.current = a.version`)
  await tx.execute(sql`
    update appended a set has_event = true where exists (select from ruled r where r.code = a.code)
      and (exists (select from timeline t where t.code = a.code and t.has_event) or exists (select from decisions d where d.code = a.code and d.recorded_to is null and d.outcome not in ('rule', 'not-digital'))
        or exists (select from proposed p where p.code = a.code and p.basis is not null))`)
  await tx.execute(sql`
    insert into decided
    select a.code, a.version, d.id, case when d.id is not null then d.effective_from end, d.outcome, coalesce(n.changes, a.changes), case when n.is_split then n.facts_from end, case when n.is_split then n.facts_changes end,
      q.rule_set, q.basis, q.category_before, q.category_after, q.category_turns_on, q.codes
    from appended a join ruled r on r.code = a.code
    left join numbered n on n.code = a.code and coalesce(n.known, 0) + n.appended + n.number = a.version
    left join lateral (
      select * from decisions d where d.code = a.code and d.recorded_to is null and d.effective_from <= a.valid_from order by d.effective_from desc limit 1
    ) e on true
    left join decisions d on d.id = e.id and e.outcome <> 'rule'
    left join lateral (${proposedOn({ code: sql`a.code`, version: sql`a.base_version`, seq: sql`a.seq` }, sql`a.valid_from`)}) q on q.differs
    where a.presence = 'present'`)
}
