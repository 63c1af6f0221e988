import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { isKnownAt } from '../db/columns.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit, systemAuthor } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import { findPeriod, findPerson, listPeriods } from './focal-queries.ts'
import type { Locality } from './lineage.ts'
import { lineageOf } from './lineage.ts'
import type { Period } from './period.ts'
import { isOver, isReversed, isThereOn, overlaps } from './period.ts'
import { findBodies, findOwnRow, isAbove } from './body-queries.ts'
import type { Contact } from './tables.ts'
import { agencies, focalPointPersons, focalPoints } from './tables.ts'

export type Refusal = 'shipped' | 'no-parent' | 'cycle' | 'reversed' | 'overlaps' | 'no-focal-point' | 'no-agency' | 'collective' | 'elsewhere' | 'ended' | 'other-division' | 'unseen' | 'changed'

/** Thrown for what the register's state does not allow; `about` names what is in the way. */
export class NotAppointable extends Error {
  override name = 'NotAppointable'
  readonly why: Refusal
  readonly about: string
  constructor (why: Refusal, about = '') {
    super(`${why} ${about}`.trim())
    this.why = why
    this.about = about
  }
}

export interface AgencyAsked extends Pick<typeof agencies.$inferInsert, 'name' | 'nameEn' | 'kind' | 'level'> {
  code: string
  parent: string | null
  provinceCode: string | null
  validFrom: string | null
  validTo: string | null
  act: string | null
  note: string | null
}

/** Whoever writes of a body; `mayWrite` throws where the one that is there is not his to change. */
export interface AgencyWriter { by: Author, mayWrite: (provinceCode: string | null) => void }

/** Adds a body that is not shipped, or tells of it anew. The same again changes nothing. */
export const setAgency = (db: Database, asked: AgencyAsked, { by, mayWrite }: AgencyWriter): Promise<void> =>
  db.transaction(async (tx) => {
    if (asked.validFrom !== null && isReversed({ validFrom: asked.validFrom, validTo: asked.validTo })) throw new NotAppointable('reversed')
    await recordPublication(tx, { by, action: 'agency.set', subject: `agency/${asked.code}` }, async (position) => {
      const known = await findOwnRow(tx, asked.code)
      if (known) mayWrite(known.provinceCode)
      if (known?.isShipped) throw new NotAppointable('shipped', asked.code)
      if (asked.parent !== null && !(await findBodies(tx, [asked.parent])).has(asked.parent)) throw new NotAppointable('no-parent', asked.parent)
      if (asked.parent !== null && await isAbove(tx, asked.code, asked.parent)) throw new NotAppointable('cycle', asked.parent)
      const { id: _id, isShipped: _isShipped, oldProvinceCode: _old, recordedFrom: _from, recordedTo: _to, ...before } = known ?? { id: 0, isShipped: false, oldProvinceCode: null, recordedFrom: 0, recordedTo: null }
      if (isDeepStrictEqual(before, asked)) return undefined
      await tx.update(agencies).set({ recordedTo: position }).where(and(eq(agencies.code, asked.code), isNull(agencies.recordedTo)))
      await tx.insert(agencies).values({ ...asked, recordedFrom: position })
      return { detail: { kind: asked.kind, province: asked.provinceCode }, before: known ? before : null, after: asked, result: undefined }
    })
  })

export interface Appointment extends Period {
  agency: string
  unit: string | null
  contact: Contact | null
  documentNumber: string
  documentDate: string
  documentUrl: string | null
  endNote: string | null
}
export interface Person { name: string, role: string | null, email: string | null, phone: string | null }
/** `today` is the day on which it is asked. */
interface FocalWriter { today: Day, by: Author }
interface Asked { locality: Locality | null, appointment: Appointment, person: Person | null }

const LAST_DAY_OF_63 = '2025-06-30'
const FIRST_DAY_OF_34 = '2025-07-01'

export const codeOf = (locality: Locality | null, validFrom: string): string =>
  `${locality === null ? 'central' : locality.division === '2004' ? `2004-${locality.code}` : locality.code}-${validFrom}`

/** Appoints: one at a time in each locality, under whichever of its names, and at the centre. Answers its code. */
export const appoint = (db: Database, { locality, appointment, person }: Asked, { today, by }: FocalWriter): Promise<string> =>
  db.transaction(async (tx) => {
    const code = codeOf(locality, appointment.validFrom)
    await recordPublication(tx, { by, action: 'focal-point.appoint', subject: `focal-point/${code}` }, async (position) => {
      await checkPeriod(tx, locality, appointment)
      await checkAgency(tx, locality, appointment)
      await tx.insert(focalPoints).values({ ...rowOf(locality, appointment), code, recordedFrom: position })
      await setPerson(tx, code, isOver(appointment, today) ? null : person)
      return { detail: detailOf(locality, appointment), after: appointment, result: undefined }
    })
    await forgetPersons(tx, today)
    return code
  })

interface Change { appointment: Omit<Appointment, 'validFrom'>, person: Person | null | undefined }

/**
 * Tells anew of one that is known, or ends it: its locality and first day stay. `seen` are the versions (positions) that the
 * writer knows. The same again changes nothing, whoever was quicker. A change of who answers there alone makes no new
 * version: it is in the trail, without who it is.
 */
export const changeAppointment = (db: Database, code: string, { appointment, person }: Change, { seen, today, by }: { seen: ((version: number) => boolean) | undefined } & FocalWriter): Promise<void> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: 'focal-point.change', subject: `focal-point/${code}` }, async (position) => {
      const known = await findPeriod(tx, code)
      if (!known) throw new NotAppointable('no-focal-point', code)
      const locality = known.provinceCode === null ? null : { division: known.division as Locality['division'], code: known.provinceCode }
      const [before, after] = [appointmentOf(known), { ...appointment, validFrom: known.validFrom }]
      const isSame = isDeepStrictEqual(before, after)
      if (!seen) throw new NotAppointable('unseen', code)
      const answering = isOver(after, today) && person ? null : person
      const isOther = answering !== undefined && !isDeepStrictEqual(await findPerson(tx, code) ?? null, answering)
      if ((!isSame || isOther) && !seen(known.recordedFrom)) throw new NotAppointable('changed', code)
      if (isOther) {
        await setPerson(tx, code, answering)
        await recordAudit(tx, { by, action: 'focal-point.set-person', subject: `focal-point/${code}` })
      }
      if (isSame) return undefined
      await checkPeriod(tx, locality, after, code)
      await checkAgency(tx, locality, after)
      await tx.update(focalPoints).set({ recordedTo: position }).where(and(eq(focalPoints.code, code), isNull(focalPoints.recordedTo)))
      await tx.insert(focalPoints).values({ ...rowOf(locality, after), code, recordedFrom: position })
      return { detail: detailOf(locality, after), before, after, result: undefined }
    })
    await forgetPersons(tx, today)
  })

const appointmentOf = ({ agency, unit, contact, documentNumber, documentDate, documentUrl, validFrom, validTo, endNote }: typeof focalPoints.$inferSelect): Appointment =>
  ({ agency, unit, contact, documentNumber, documentDate, documentUrl, validFrom, validTo, endNote })
const rowOf = (locality: Locality | null, appointment: Appointment) => ({ ...appointment, division: locality?.division ?? null, provinceCode: locality?.code ?? null })
const detailOf = (locality: Locality | null, { agency, validFrom, validTo }: Appointment) => ({ division: locality?.division ?? null, province: locality?.code ?? null, agency, validFrom, validTo })

async function setPerson (tx: Database, code: string, person: Person | null): Promise<void> {
  await tx.delete(focalPointPersons).where(eq(focalPointPersons.code, code))
  if (person) await tx.insert(focalPointPersons).values({ code, ...person })
}

/** Who answered where it is over is kept no longer. Days pass without a write, so each write sees to all of them. */
async function forgetPersons (tx: Database, today: Day): Promise<void> {
  const over = tx.select({ code: focalPoints.code }).from(focalPoints).where(and(isKnownAt(focalPoints), lt(focalPoints.validTo, today)))
  const forgotten = await tx.delete(focalPointPersons).where(inArray(focalPointPersons.code, over)).returning({ code: focalPointPersons.code })
  await recordAudit(tx, ...forgotten.map(({ code }) => ({ by: systemAuthor(), action: 'focal-point.forget-person', subject: `focal-point/${code}` })))
}

/** Under the writer's lock, so that nobody appoints meanwhile. */
async function checkPeriod (tx: Database, locality: Locality | null, period: Period, own?: string): Promise<void> {
  if (isReversed(period)) throw new NotAppointable('reversed')
  if (locality !== null && !await isThroughout(tx, locality, period)) throw new NotAppointable('other-division', locality.code)
  // A unit that went on as it was has two names; those that were merged end before the merged one begins.
  for (const place of locality === null ? [null] : await lineageOf(tx, locality)) {
    const other = (await listPeriods(tx, place)).find((one) => one.code !== own && overlaps(one, period))
    if (other) throw new NotAppointable('overlaps', other.code)
  }
}

/** A unit of 2004 ends with June 2025, one of 2025 begins in July, unless it went on as it was. */
async function isThroughout (tx: Database, locality: Locality, { validFrom, validTo }: Period): Promise<boolean> {
  if (locality.division === '2004') return validTo !== null && validTo <= LAST_DAY_OF_63
  if (validFrom >= FIRST_DAY_OF_34) return true
  const [, ...origins] = await lineageOf(tx, locality)
  return origins.length === 1
}

async function checkAgency (tx: Database, locality: Locality | null, { agency, validFrom }: Appointment): Promise<void> {
  const body = (await findBodies(tx, [agency])).get(agency)
  if (!body) throw new NotAppointable('no-agency', agency)
  if (body.kind === 'collective') throw new NotAppointable('collective', agency)
  if (!isThereOn(body, validFrom)) throw new NotAppointable('ended', agency)
  const own = locality === null ? body.level === 'central' : locality.code === (locality.division === '2025' ? body.provinceCode : body.oldProvinceCode)
  if (!own) throw new NotAppointable('elsewhere', agency)
}
