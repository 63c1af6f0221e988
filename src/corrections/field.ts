import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/** What can be reported: members of an enterprise that come from the feed, as answers call them. */
export const FIELDS = ['name', 'foreignName', 'shortName', 'status', 'legalType', 'charterCapitalVnd', 'province', 'commune', 'address', 'registeredOn', 'industries'] as const
export type Field = typeof FIELDS[number]

/** Of these it can be said that there is none. */
export const EMPTY_FIELDS: readonly Field[] = ['foreignName', 'shortName', 'charterCapitalVnd']

/** What a version `v` says, as text; of activities the codes, the main one first. */
const SAID: Record<Field, (v: string) => string> = {
  name: (v) => `${v}.name`,
  foreignName: (v) => `${v}.foreign_name`,
  shortName: (v) => `${v}.short_name`,
  status: (v) => `${v}.status`,
  legalType: (v) => `${v}.legal_type`,
  charterCapitalVnd: (v) => `trim_scale(${v}.charter_capital_vnd)::text`,
  province: (v) => `${v}.province_code`,
  commune: (v) => `${v}.commune_code`,
  address: (v) => `${v}.address`,
  registeredOn: (v) => `to_char(${v}.registered_on, 'YYYY-MM-DD')`,
  industries: (v) => `array_to_string(${v}.industries, ' ')`,
}

/** What a version, by its alias, says of a field that a column names. */
export const saidOf = (field: SQL, v: string): SQL =>
  sql`case ${field} ${sql.join(FIELDS.map((name) => sql.raw(`when '${name}' then ${SAID[name](v)}`)), sql` `)} end`

/** Letter case, spacing and Unicode form make no other name; the order of activities matters for the main one alone. */
export const isSame = (field: SQL, one: SQL, other: SQL): SQL => {
  const plain = (text: SQL) => sql`case when ${field} = 'industries'
    then split_part(${text}, ' ', 1) || ':' || array_to_string(array(select code from unnest(string_to_array(${text}, ' ')) codes (code) order by code), ' ')
    else lower(regexp_replace(btrim(normalize(${text}, NFC)), '\\s+', ' ', 'g')) end`
  return sql`(${plain(one)} is not distinct from ${plain(other)})`
}
