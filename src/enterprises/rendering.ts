import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Language } from '../http/language.ts'
import type { Division } from '../localities/queries.ts'
import { communeOf, placeTitleOf, provinceOf } from '../localities/queries.ts'
import type { Moment } from './moment.ts'
import { categoryAt, isKnown } from './moment.ts'

/** How enterprises are shown: as they were at a moment, with names in a language and places in a division. */
export interface View extends Moment {
  division: Division
  language: Language
}

/** A member of `Enterprise` in SQL, over versions `v` and the joins of `withNames`; `cells` where a table shows it otherwise than JSON. */
interface Member {
  name: string
  json: SQL
  cells?: { name: string, text: SQL, isNumber?: boolean }[]
  isNumber?: boolean
  /** Written by whoever registered it: in a table it must not pass for a formula. */
  isFree?: boolean
}

const named = (list: string, alias: string, code: SQL, view: View) =>
  sql`left join ${sql.raw(list)} ${sql.raw(alias)} on ${sql.raw(alias)}.code = ${code} and ${isKnown(alias, view)}`
const nameIn = (alias: string, code: SQL, { language }: View) => sql`coalesce(${sql.raw(`${alias}.${language === 'vi' ? 'name' : 'name_en'}`)}, ${code})`
const provinceCode = ({ division }: View) => division === '2025' ? sql`v.province_code` : sql`v.old_province_code`

/** What the members are taken from beside the versions `v`. */
export const withNames = (view: View): SQL => sql`
  left join provinces p on ${provinceOf('p', provinceCode(view), view.division, view.day, isKnown('p', view))}
  left join communes c on ${communeOf('c', sql`v.commune_code`, view.day, isKnown('c', view))}
  ${named('legal_statuses', 'st', sql`v.status`, view)}
  ${named('legal_types', 'lt', sql`v.legal_type`, view)}`

const PERIODS = sql`case
  when v.category_before is null and v.category_after is null then '[]'::json
  when v.category_after is null then json_build_array(json_build_object('category', v.category_before, 'from', coalesce(v.decided_from, v.registered_on), 'until', v.category_turns_on))
  when v.category_before is null then json_build_array(json_build_object('category', v.category_after, 'from', v.category_turns_on, 'until', null))
  else json_build_array(
    json_build_object('category', v.category_before, 'from', v.registered_on, 'until', v.category_turns_on),
    json_build_object('category', v.category_after, 'from', v.category_turns_on, 'until', null)) end`
const PERIODS_IN_WORDS = sql`concat_ws(' ',
  v.category_before || ':' || coalesce(v.decided_from, v.registered_on) || '/' || coalesce(v.category_turns_on::text, ''),
  v.category_after || ':' || coalesce(v.category_turns_on::text, '') || '/')`
const inWords = (codes: SQL) => sql`array_to_string(${codes}, ' ')`

/** The members of `Enterprise` (schemas.ts) in its order. */
function members (view: View): Member[] {
  const isOld = view.division === '2004'
  return [
    { name: 'code', json: sql`v.code` },
    { name: 'name', json: sql`v.name`, isFree: true },
    { name: 'foreignName', json: sql`v.foreign_name`, isFree: true },
    { name: 'shortName', json: sql`v.short_name`, isFree: true },
    { name: 'status', json: sql`v.status` },
    { name: 'statusName', json: nameIn('st', sql`v.status`, view) },
    { name: 'legalType', json: sql`v.legal_type` },
    { name: 'legalTypeName', json: nameIn('lt', sql`v.legal_type`, view) },
    { name: 'ownership', json: sql`v.ownership` },
    { name: 'foreignSharePercent', json: sql`trim_scale(v.foreign_share_percent)`, isNumber: true },
    { name: 'charterCapitalVnd', json: sql`v.charter_capital_vnd::text` },
    { name: 'category', json: categoryAt(view) },
    { name: 'basis', json: sql`v.basis` },
    { name: 'division', json: sql`${view.division}::text` },
    { name: 'province', json: provinceCode(view) },
    { name: 'provinceName', json: placeTitleOf('p', view.language) },
    { name: 'commune', json: isOld ? sql`null::text` : sql`v.commune_code` },
    { name: 'communeName', json: isOld ? sql`null::text` : placeTitleOf('c', view.language) },
    { name: 'address', json: sql`v.address`, isFree: true },
    { name: 'registeredOn', json: sql`v.registered_on` },
    { name: 'vsic', json: sql`v.vsic` },
    { name: 'mainIndustry', json: sql`case when v.has_main_industry then v.industries[1] end` },
    { name: 'industries', json: sql`v.industries`, cells: [{ name: 'industries', text: inWords(sql`v.industries`) }] },
    {
      name: 'classification',
      json: sql`json_build_object('basis', v.basis, 'ruleSet', v.rule_set, 'codes', v.category_codes, 'registeredOn', v.registered_on, 'periods', ${PERIODS}, 'decision', v.decision)`,
      cells: [
        { name: 'classification.ruleSet', text: sql`v.rule_set`, isNumber: true },
        { name: 'classification.codes', text: inWords(sql`v.category_codes`) },
        { name: 'classification.periods', text: PERIODS_IN_WORDS },
        { name: 'classification.decision', text: sql`v.decision`, isNumber: true },
      ],
    },
    { name: 'validFrom', json: sql`v.valid_from` },
    { name: 'version', json: sql`v.version`, isNumber: true },
    { name: 'position', json: sql`v.position`, isNumber: true },
    { name: 'toldBy', json: sql`case when v.run_id is null then 'officer' else 'feed' end` },
  ]
}

const quoted = (name: string) => sql.raw(`"${name}"`)

/** One version `v` as the JSON of `Enterprise`, further members at its end. */
export function enterpriseJson (view: View, more: Record<string, SQL> = {}): SQL {
  const all = [...members(view), ...Object.entries(more).map(([name, json]) => ({ name, json }))]
  return sql`(select row_to_json(e)::text from (select ${sql.join(all.map(({ name, json }) => sql`${json} as ${quoted(name)}`), sql`, `)}) e)`
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). */
const defused = (text: SQL) => sql`case when ${text} ~ '^[=+\\-@\\t\\r]' then '''' || ${text} else ${text} end`

/** The same members as the columns of a table; for a CSV file text is defused, while a cell of a workbook knows that it is text. */
export const enterpriseCells = (view: View, isCsv = false): { name: string, text: SQL, isNumber: boolean }[] =>
  members(view).flatMap(({ name, json, cells, isFree = false, isNumber = false }) =>
    (cells ?? [{ name, text: isFree && isCsv ? defused(json) : json, isNumber }]).map((cell) => ({ isNumber: false, ...cell })))
