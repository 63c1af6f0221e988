import type { SQL } from 'drizzle-orm'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Contact } from './entry.ts'
import { findStanding } from './queries.ts'
import { STANDING } from './shelf.ts'
import { demands, supplies } from './tables.ts'

export type Refusal = 'no-entry' | 'no-enterprise' | 'other-enterprise' | 'forbidden' | 'changed' | 'state'

/** Thrown where an entry cannot be written; of `forbidden`, the province that the scope is missing for. */
export class NotEntered extends Error {
  override name = 'NotEntered'
  readonly why: Refusal
  readonly about: string
  constructor (why: Refusal, about = '') {
    super(`${why} ${about}`.trim())
    this.why = why
    this.about = about
  }
}

/** Who writes, and for which provinces he may: `*` stands for the nation. */
export interface Clerk { author: Author, mayFor: (province: string) => boolean }

interface What { name: string, nameEn: string | null, description: string, descriptionEn: string | null, technologies: string[], fields: string[], contact: Contact }
export interface SupplyRequest extends What { code: string, kind: string, readiness: number, evidence: string | null }
export interface DemandRequest extends What {
  agency: string, agencyCode: string | null, provinceCode: string | null, categories: string[], readiness: number | null,
  periodFrom: string, periodTo: string, budgetFromVnd: number | null, budgetToVnd: number | null,
}

const NOW = sql`clock_timestamp()`
const NATION = '*'

function checkScope ({ mayFor }: Clerk, province: string | null) {
  if (!mayFor(province ?? NATION)) throw new NotEntered('forbidden', province ?? NATION)
}

const wordsOf = (...texts: (string | null)[]): SQL => sql`fold_words(${texts.filter((text) => text !== null).join(' ')})`

/** The columns of a supply that follow from its enterprise. */
const standingOf = (code: string) => {
  const one = (column: SQL) => sql`(select ${column} from enterprise_versions v where v.code = ${code} and v.is_current)`
  return {
    standing: one(STANDING), provinceCode: one(sql`v.province_code`), basis: one(sql`v.basis`),
    categoryBefore: one(sql`v.category_before`), categoryAfter: one(sql`v.category_after`), categoryTurnsOn: one(sql`v.category_turns_on`),
  }
}

/** Where an enterprise is, or was when the feed took it back: what was said of it can still be corrected. */
async function provinceOfEnterprise (tx: Database, code: string): Promise<string> {
  const found = await findStanding(tx, code)
  if (!found) throw new NotEntered('no-enterprise', code)
  return found.province
}

/** Nothing new is said of an enterprise that the feed took back. */
async function checkTold (tx: Database, code: string): Promise<void> {
  if ((await findStanding(tx, code))?.presence === 'withdrawn') throw new NotEntered('no-enterprise', code)
}

type Row = typeof supplies.$inferSelect | typeof demands.$inferSelect

/** What of a row the trail tells: what people wrote, and how public it is. */
const told = ({ foundBy: _words, updatedAt: _updated, createdAt: _created, position: _position, ...row }: Row): object => row

export const draftSupply = (db: Database, request: SupplyRequest, by: Clerk): Promise<number> => db.transaction(async (tx) => {
  checkScope(by, await provinceOfEnterprise(tx, request.code))
  await checkTold(tx, request.code)
  const words = wordsOf(request.name, request.nameEn, request.description, request.descriptionEn)
  const [row] = await tx.insert(supplies).values({ ...request, ...standingOf(request.code), foundBy: words, state: 'draft', version: 1, createdAt: NOW, updatedAt: NOW }).returning()
  await recordAudit(tx, { by: by.author, action: 'supply.draft', subject: `supply/${row!.id}`, after: told(row!) })
  return row!.id
})

export const draftDemand = (db: Database, request: DemandRequest, by: Clerk): Promise<number> => db.transaction(async (tx) => {
  checkScope(by, request.provinceCode)
  const words = wordsOf(request.name, request.nameEn, request.description, request.descriptionEn, request.agency)
  const [row] = await tx.insert(demands).values({ ...request, foundBy: words, state: 'draft', version: 1, createdAt: NOW, updatedAt: NOW }).returning()
  await recordAudit(tx, { by: by.author, action: 'demand.draft', subject: `demand/${row!.id}`, after: told(row!) })
  return row!.id
})

export type Kind = 'supply' | 'demand'

/** The row of an entry, held until the transaction ends. */
async function hold (tx: Database, kind: Kind, id: number, version: number | undefined): Promise<Row> {
  const [row] = kind === 'supply' ? await tx.select().from(supplies).where(eq(supplies.id, id)).for('update') : await tx.select().from(demands).where(eq(demands.id, id)).for('update')
  if (!row) throw new NotEntered('no-entry', String(id))
  if (version !== undefined && version !== row.version) throw new NotEntered('changed', String(row.version))
  return row
}

/** Of a supply the province in which its enterprise is now, of a demand its own. */
const provinceOf = async (tx: Database, row: Row): Promise<string | null> => 'code' in row ? await provinceOfEnterprise(tx, row.code) : row.provinceCode

interface Change { kind: Kind, id: number, version?: number | undefined, action: string, set: (row: Row) => Record<string, unknown> | undefined | Promise<Record<string, unknown>>, isPublic: (row: Row) => boolean }

/** One change of an entry: what the public sees of it takes a position, all of it is in the trail. */
async function change (tx: Database, { kind, id, version, action, set, isPublic }: Change, by: Clerk): Promise<void> {
  const subject = `${kind}/${id}`
  const before = await hold(tx, kind, id, version)
  checkScope(by, await provinceOf(tx, before))
  const values = await set(before)
  if (values === undefined) return
  const write = async (position: number | null): Promise<Row> => {
    const all = { ...values, version: before.version + 1, updatedAt: NOW, ...position !== null && { position } }
    const [after] = kind === 'supply' ? await tx.update(supplies).set(all).where(eq(supplies.id, id)).returning() : await tx.update(demands).set(all).where(eq(demands.id, id)).returning()
    return after!
  }
  if (!isPublic(before)) {
    await recordAudit(tx, { by: by.author, action, subject, before: told(before), after: told(await write(null)) })
    return
  }
  await recordPublication(tx, { by: by.author, action, subject }, async (position) => {
    const after = await write(position)
    return { detail: 'code' in after ? { code: after.code } : {}, before: told(before), after: told(after), result: undefined }
  })
}

/** Writes an entry anew; of one that is published the public sees it at once. */
export const reviseSupply = (db: Database, { id, version, ...request }: SupplyRequest & { id: number, version: number }, by: Clerk): Promise<void> => db.transaction(async (tx) => {
  checkScope(by, await provinceOfEnterprise(tx, request.code))
  const foundBy = wordsOf(request.name, request.nameEn, request.description, request.descriptionEn)
  const set = async (row: Row) => {
    if ('code' in row && row.code !== request.code) {
      // Agencies that use it, and whoever read of it, mean that of the enterprise of then.
      if (row.publishedAt !== null) throw new NotEntered('other-enterprise', row.code)
      await checkTold(tx, request.code)
    }
    return { ...request, ...standingOf(request.code), foundBy }
  }
  await change(tx, { kind: 'supply', id, version, action: 'supply.revise', set, isPublic: ({ state }) => state === 'published' }, by)
})

export const reviseDemand = (db: Database, { id, version, ...request }: DemandRequest & { id: number, version: number }, by: Clerk): Promise<void> => db.transaction(async (tx) => {
  checkScope(by, request.provinceCode)
  const foundBy = wordsOf(request.name, request.nameEn, request.description, request.descriptionEn, request.agency)
  await change(tx, { kind: 'demand', id, version, action: 'demand.revise', set: () => ({ ...request, foundBy }), isPublic: ({ state }) => state === 'published' }, by)
})

interface StateRequest { kind: Kind, id: number, state: 'published' | 'withdrawn', reason: string | null }

/** Publishes an entry, or takes it back: a draft that is taken back was never public. The same again changes nothing. */
export const setState = (db: Database, { kind, id, state, reason }: StateRequest, by: Clerk): Promise<void> => db.transaction(async (tx) => {
  // A draft may have been written while a run was: under the writer's lock, which publishing takes, no run is.
  const standing = (row: Row) => 'code' in row ? standingOf(row.code) : {}
  const set = (row: Row) => row.state === state ? undefined : state === 'published' ? { state, reason, publishedAt: NOW, withdrawnAt: null, ...standing(row) } : { state, reason, withdrawnAt: NOW }
  await change(tx, { kind, id, action: `${kind}.${state === 'published' ? 'publish' : 'withdraw'}`, set, isPublic: (row) => state === 'published' || row.state === 'published' }, by)
})
