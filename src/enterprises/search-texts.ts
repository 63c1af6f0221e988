import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'

/** The two texts of versions `v`, as `search_texts` keeps them. `former` says which other versions `e` gave it a name. */
export const foldedTexts = (versions: SQL, former: SQL): SQL => sql`
  select v.code, join_names(w.name, name_core(w.name), w.short_name, w.foreign_name, f.former) as names, ' ' || w.address || ' ' as address
  from ${versions} v
  cross join lateral (
    select fold_words(v.name) as name, fold_words(v.short_name) as short_name, fold_words(v.foreign_name) as foreign_name, fold_words(v.address) as address offset 0
  ) w
  cross join lateral (
    select array_agg(distinct n.words) filter (where n.words not in ('', w.name, name_core(w.name))) as former
    from enterprise_versions e cross join lateral (select fold_words(e.name) as name offset 0) o cross join lateral (values (o.name), (name_core(o.name))) n (words)
    where e.code = v.code and e.name <> v.name and e.presence = 'present' and ${former}
  ) f`

/** What is to be searched now, of all enterprises or of those that a condition on `v` picks. */
const servedTexts = (picked = sql`true`) =>
  foldedTexts(sql`(select * from enterprise_versions v where v.is_current and v.basis is not null and v.presence = 'present' and ${picked})`, sql`not e.is_current and e.recorded_to is null`)

/** Words of texts with a `sign`: in how many more names and addresses they stand. */
const words = (texts: SQL) => sql`
  select ltrim(w.word, '@') as word, coalesce(sum(w.sign) filter (where w.word not like '@%'), 0)::int as in_names, coalesce(sum(w.sign) filter (where w.word like '@%'), 0)::int as in_addresses
  from (select unnest(tsvector_to_array(search_lexemes(t.names, t.address))) as word, t.sign from (${texts}) t) w group by 1`

/** Of enterprises of which nothing was told that is searched: those that came into the search, or went out of it. */
const SERVED_OTHERWISE = sql`
  select a.code from (select distinct code from appended where has_event) a
  left join search_texts o on o.code = a.code left join enterprise_versions v on v.code = a.code and v.is_current
  where (o.code is not null) <> coalesce(v.basis is not null and v.presence = 'present', false)`

/**
 * Brings the texts of the enterprises of `appended` up to their versions, in the caller's transaction; writes only what is another
 * text. Where names and addresses are what they were, making them anew only to find that out would take most of the time.
 */
export async function moveSearchTexts (tx: Database, areTextsSame = false): Promise<void> {
  await tx.execute(sql`create temp table told_anew on commit drop as ${areTextsSame ? SERVED_OTHERWISE : sql`select distinct code from appended where has_event`}`)
  await tx.execute(sql`analyze told_anew`)
  await tx.execute(sql`
    create temp table searched on commit drop as
    select a.code, n.names, n.address, o.names as old_names, o.address as old_address
    from told_anew a
    left join (${servedTexts(sql`v.code in (select code from told_anew)`)}) n on n.code = a.code
    left join search_texts o on o.code = a.code
    where (n.names, n.address) is distinct from (o.names, o.address)`)
  await tx.execute(sql`analyze searched (code)`)
  await tx.execute(sql`delete from search_names n using searched s where n.code = s.code and s.old_names is not null`)
  await tx.execute(sql`delete from search_texts t using searched s where t.code = s.code and s.names is null`)
  await tx.execute(sql`
    insert into search_texts (code, names, address) select code, names, address from searched where names is not null order by code
    on conflict (code) do update set names = excluded.names, address = excluded.address`)
  await tx.execute(sql`insert into search_names (code, key, is_former) select s.code, k.key, k.is_former from searched s cross join lateral name_keys(s.names) k order by k.is_former, k.key`)
  await tx.execute(sql`
    insert into search_words (word, in_names, in_addresses, neighbours)
    select moved.word, moved.in_names, moved.in_addresses, coalesce(o.neighbours, neighbours(moved.word))
    from (${words(sql`
      select names, address, 1 as sign from searched where names is not null
      union all select old_names, old_address, -1 from searched where old_names is not null`)}) moved
    left join search_words o on o.word = moved.word
    where (moved.in_names, moved.in_addresses) <> (0, 0)
    on conflict (word) do update set in_names = search_words.in_names + excluded.in_names, in_addresses = search_words.in_addresses + excluded.in_addresses`)
  await tx.execute(sql`delete from search_words where (in_names, in_addresses) = (0, 0)`)
}

/** Texts, names and words that are not what the current versions say: there must be none. */
export const wrongSearchTexts = (): SQL => sql`
  select code from (${servedTexts()}) n full join search_texts o using (code) where (n.names, n.address) is distinct from (o.names, o.address)
  union all
  select code from (select t.code, k.key, k.is_former from search_texts t cross join lateral name_keys(t.names) k) n full join search_names o using (code, key, is_former)
  where n is null or o is null
  union all
  select word from (${words(sql`select names, address, 1 as sign from search_texts`)}) n full join search_words o using (word)
  where (n.in_names, n.in_addresses) is distinct from (o.in_names, o.in_addresses)`
