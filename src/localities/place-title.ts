import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Language } from '../http/language.ts'

interface Place { name: string, nameEn: string, type: string }

/** The word for the type in English, behind the name. */
const TYPE_EN: Record<string, string> = { 'thành phố': 'City', tỉnh: 'Province', phường: 'Ward', xã: 'Commune', 'đặc khu': 'Special Zone' }

/** The name with the word for its type: `Thành phố Đà Nẵng`, in English `Da Nang City`. */
export const placeTitle = ({ name, nameEn, type }: Place, language: Language): string =>
  language === 'vi' ? `${type.charAt(0).toUpperCase()}${type.slice(1)} ${name}` : withType(nameEn, TYPE_EN[type] ?? '')

/** `Ho Chi Minh City` says its type already. */
const withType = (name: string, type: string) => name.endsWith(` ${type}`) ? name : `${name} ${type}`.trim()

/** The same in SQL, of a relation with the three columns; null where it has no row. */
export function placeTitleOf (alias: string, language: Language): SQL {
  const place = sql.raw(alias)
  if (language === 'vi') return sql`upper(left(${place}.type, 1)) || substr(${place}.type, 2) || ' ' || ${place}.name`
  const type = sql`case ${place}.type ${sql.join(Object.entries(TYPE_EN).map(([vi, en]) => sql.raw(`when '${vi}' then ' ${en}'`)), sql` `)} else '' end`
  return sql`case when right(${place}.name_en, length(${type})) = ${type} then ${place}.name_en else ${place}.name_en || ${type} end`
}
