import { sql } from 'drizzle-orm'
import { agencyName } from '../agencies/queries.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Language } from '../http/language.ts'

export interface ProposalFilter {
  id?: number | undefined
  kind?: string | undefined
  state?: string[] | undefined
  agency?: string | undefined
  addressee?: string | undefined
  enterprise?: string | undefined
  /** Open, and for so many days. */
  waiting?: number | undefined
}

/** Who is asking: the provinces that he may write for, on either side, or all; and in which words. */
export interface Reader { provinces: '*' | string[], day: Day, language: Language }

const asArray = (values: string[]) => sql`${`{${values.join(',')}}`}::text[]`
const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** Those that the reader has a side in, the newest first, behind one; all of them where there is no limit. */
export async function listProposals (tx: Database, filter: ProposalFilter, reader: Reader, { before, limit }: { before?: number | undefined, limit?: number | undefined } = {}): Promise<Record<string, unknown>[]> {
  const { id, kind, state, agency, addressee, enterprise, waiting } = filter
  const { provinces, day, language } = reader
  const conditions = [
    provinces === '*' ? sql`true` : sql`(p.province_code = any(${asArray(provinces)}) or p.addressee_province = any(${asArray(provinces)}))`,
    ...id === undefined ? [] : [sql`p.id = ${id}::bigint`],
    ...before === undefined ? [] : [sql`p.id < ${before}::bigint`],
    ...kind === undefined ? [] : [sql`p.kind = ${kind}`],
    ...state === undefined ? [] : [sql`p.state = any(${asArray(state)})`],
    ...agency === undefined ? [] : [sql`p.agency = ${agency}`],
    ...addressee === undefined ? [] : [sql`p.addressee = ${addressee}`],
    ...enterprise === undefined ? [] : [sql`${enterprise} = any(p.enterprises)`],
    ...waiting === undefined ? [] : [sql`p.state = 'open' and p.changed_at <= clock_timestamp() - make_interval(days => ${waiting}::int)`],
  ]
  const named = (column: string) => agencyName(sql.raw(column), sql`${day}::date`, { day, language })
  const { rows } = await tx.execute(sql`
    select p.id, p.kind, p.agency, ${named('p.agency')} as "agencyName", p.province_code as province, p.addressee, ${named('p.addressee')} as "addresseeName", p.addressee_province as "addresseeProvince",
      to_json(p.enterprises) as enterprises, p.title, p.text, ${instant('p.sent_at')} as "sentAt", p.state, ${instant('p.changed_at')} as "changedAt", p.reason,
      coalesce((select json_agg(json_build_object('side', m.side, 'text', m.text, 'saidAt', ${instant('m.said_at')}) order by m.id) from proposal_messages m where m.proposal = p.id), '[]') as messages, p.position
    from proposals p where ${sql.join(conditions, sql` and `)} order by p.id desc ${limit === undefined ? sql`` : sql`limit ${limit}`}`)
  return rows
}

/** Which of these codes the feed has never told of, or has taken back. */
export async function listUnknown (tx: Database, codes: string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ code: string }>(sql`
    select c.code from unnest(${asArray(codes)}) c (code) where not exists (select from enterprise_versions v where v.code = c.code and v.is_current and v.presence <> 'withdrawn')`)
  return rows.map(({ code }) => code)
}
