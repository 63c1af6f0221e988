import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Collection } from './collections.ts'
import type { RecognitionRow } from './queries.ts'
import { findNames } from './queries.ts'

type Name = <One extends { enterprise: string | null }>(one: One) => One & { enterpriseName: string | null }

/** Whether a right or certificate holds on the day. */
const isValidOn = (day: Day, { state, since, until }: RecognitionRow): boolean => state === 'valid' && (since === null || since <= day) && (until === null || until >= day)

const inUse = ({ enterprise, since }: RecognitionRow, name: Name) => ({ ...name({ enterprise }), since })
/** The members of each collection beside those that all of them have. */
const OWN: Record<Collection, (row: RecognitionRow, name: Name, day: Day) => object> = {
  products: inUse,
  platforms: inUse,
  honours: ({ enterprise, year, award }, name) => ({ ...name({ enterprise }), year, award }),
  zones: ({ parent, tenants }, name) => ({ parent, tenants: tenants.map(name) }),
  credentials: (row, name, day) => {
    const { enterprise, product, number, standard, since, until } = row
    return { ...name({ enterprise }), product, number, standard, since, until, isValid: isValidOn(day, row) }
  },
  programmes: ({ agency, plan, since, until, participants }, name) => ({ agency, plan, since, until, participants: participants.map(({ outcome: _outcome, ...one }) => name(one)) }),
  events: ({ since, until, place, country, organisers, documents, participants }, name) => ({ since, until, place, country, organisers, documents, participants: participants.map(({ enterprise }) => name({ enterprise })) }),
  transfers: ({ product, number, since, until, parties }, name) => ({ product, number, since, until, parties: parties.map(name) }),
  'support-services': ({ agency, zone, terms, url, email, since, until }) => ({ agency, zone, terms, url, email, since, until }),
}

/** Rows as everybody may see them, on the day. */
export async function present (db: Database, collection: Collection, rows: RecognitionRow[], day: Day) {
  const name = await namer(db, rows)
  return rows.map((row) => {
    const { code, name: own, nameEn, provinceCode, kind, recognisedBy, document, state, note, origin, recordedFrom } = row
    const level = provinceCode === null ? 'national' : 'local'
    return { code, name: own, nameEn, level, province: provinceCode, kind, recognisedBy, document, state, note, origin, position: recordedFrom, ...OWN[collection](row, name, day) }
  })
}

/** Those who take part in a programme with what came of it: for officers. */
export async function presentOutcomes (db: Database, row: RecognitionRow) {
  return row.participants.map(await namer(db, [row]))
}

/** Puts names to the codes of enterprises in these rows. */
async function namer (db: Database, rows: RecognitionRow[]): Promise<Name> {
  const codes = [...new Set(rows.flatMap((row) => [row, ...row.tenants, ...row.participants, ...row.parties]).flatMap(({ enterprise }) => enterprise ?? []))]
  const names = codes.length > 0 ? await findNames(db, codes) : new Map<string, string>()
  return (one) => ({ ...one, enterpriseName: one.enterprise === null ? null : names.get(one.enterprise) ?? null })
}
