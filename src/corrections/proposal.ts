import type { Day } from '../calendar.ts'
import { isDay } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { listLegalStatuses, listLegalTypes } from '../enterprises/queries.ts'
import { findProvince, findCommuneOn } from '../localities/queries.ts'
import type { Field } from './field.ts'
import { EMPTY_FIELDS } from './field.ts'

const FIRST_DAY = '1900-01-01'
const MOST_CODES = 100
const UNKNOWN = 'unknown'

const isListed = (rows: { code: string }[], code: string) => code !== UNKNOWN && rows.some((row) => row.code === code)

/** Why a field cannot say this; null where it can. */
const JUDGES: Partial<Record<Field, (tx: Database, text: string, today: Day) => Promise<string | null>>> = {
  status: async (tx, text) => isListed(await listLegalStatuses(tx), text) ? null : 'must be the code of a legal status',
  legalType: async (tx, text) => isListed(await listLegalTypes(tx), text) ? null : 'must be the code of a legal type',
  charterCapitalVnd: async (_tx, text) => /^(0|[1-9]\d{0,20})$/.test(text) ? null : 'must be VND as digits, without points or commas',
  province: async (tx, text, today) => await findProvince(tx, '2025', text, today) ? null : 'must be the code of a province of 2025',
  commune: async (tx, text, today) => await findCommuneOn(tx, text, today) ? null : 'must be the code of a commune, ward or special zone of 2025',
  registeredOn: async (_tx, text, today) => isDay(text) && text >= FIRST_DAY && text <= today ? null : 'must be a day that exists and is not of the future, YYYY-MM-DD',
  industries: async (_tx, text) => {
    const codes = text.split(' ')
    const strange = codes.find((code) => !/^\d{4,5}$/.test(code))
    if (codes.length > MOST_CODES) return `must not be more than ${MOST_CODES} codes`
    if (strange !== undefined) return `must be activity codes of four or five digits, parted by blanks: ${JSON.stringify(strange.slice(0, 20))} is none`
    return new Set(codes).size < codes.length ? 'names a code twice' : null
  },
}

/** A proposal as it is kept: one Unicode form, single blanks. */
export const plainText = (text: string | null): string | null => text === null ? null : text.normalize('NFC').replace(/\s+/g, ' ').trim()

export async function judgeProposal (tx: Database, field: Field, proposed: string | null, today: Day): Promise<string | null> {
  if (proposed === null) return EMPTY_FIELDS.includes(field) ? null : 'must not be null: there always is one'
  return await JUDGES[field]?.(tx, proposed, today) ?? null
}
