import { and, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { findSeat } from '../agencies/queries.ts'
import { forbidden } from '../auth/schemas.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { badRequest, HttpProblem, notFound } from '../http/problem.ts'
import { lockHead } from '../journal/commands.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Adoption } from './adoption-queries.ts'
import { findAdoption } from './adoption-queries.ts'
import type { Clerk } from './commands.ts'
import { adoptions, demands, supplies } from './tables.ts'

export interface AdoptionRequest {
  agency: string
  /** A supply; where it is null an enterprise and what it is called. */
  supply: number | null
  enterprise: string | null
  product: string | null
  fields: string[]
  demand: number | null
  contract: { number: string, signed: string }
  valueVnd: number | null
  usedFrom: Day
  usedTo: Day | null
  document: string
  documentUrl: string | null
}

type Facts = Omit<Adoption, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'withdrawnAt' | 'reason' | 'position'>
interface Writing { by: Clerk, today: Day }

const NOW = sql`clock_timestamp()`
const NATION = '*'

export const noAdoption = (id: number) => notFound({ vi: `Không có lượt sử dụng số ${id}.`, en: `There is no adoption ${id}.` })
export const takenBack = (id: number) => new HttpProblem('gone', { vi: `Lượt sử dụng số ${id} đã được rút.`, en: `The adoption ${id} was taken back.` })

/** Enters that an agency uses something; answers its number. It is public at once. */
export const enterAdoption = (db: Database, request: AdoptionRequest, { by, today }: Writing): Promise<number> => db.transaction(async (tx) => {
  await lockHead(tx)
  const facts = await judge(tx, request, { by, today })
  await checkSame(tx, facts)
  const { rows: [next] } = await tx.execute<{ id: number }>(sql`select coalesce(max(id), 0) + 1 as id from adoptions`)
  const { id } = next!
  await recordPublication(tx, { by: by.author, action: 'adoption.enter', subject: `adoption/${id}` }, async (position) => {
    await tx.insert(adoptions).values({ ...facts, id, version: 1, createdAt: NOW, updatedAt: NOW, position })
    return { detail: detailOf(facts), after: facts, result: undefined }
  })
  return id
})

/** Writes it anew: all of it, on the version that was read. */
export const reviseAdoption = (db: Database, { id, version, ...request }: AdoptionRequest & { id: number, version: number }, { by, today }: Writing): Promise<void> => db.transaction(async (tx) => {
  await lockHead(tx)
  const before = await hold(tx, id, by)
  if (before.version !== version) throw new HttpProblem('precondition-failed')
  const facts = await judge(tx, request, { by, today }, before)
  await checkSame(tx, facts, id)
  await change(tx, before, { action: 'adoption.revise', set: facts }, by)
})

/** Takes back what was entered by mistake; what has merely ended has a last day instead. */
export const takeBackAdoption = (db: Database, id: number, reason: string, by: Clerk): Promise<void> => db.transaction(async (tx) => {
  await lockHead(tx)
  await change(tx, await hold(tx, id, by), { action: 'adoption.withdraw', set: { reason, withdrawnAt: NOW } }, by)
})

const detailOf = ({ agency, code, provinceCode: province }: Pick<Facts, 'agency' | 'code' | 'provinceCode'>) => ({ agency, code, province })

function checkScope ({ mayFor }: Clerk, province: string | null) {
  if (!mayFor(province ?? NATION)) throw forbidden('catalogue', province ?? NATION)
}

async function hold (tx: Database, id: number, by: Clerk): Promise<Adoption> {
  const row = await findAdoption(tx, id)
  if (!row) throw noAdoption(id)
  checkScope(by, row.provinceCode)
  if (row.withdrawnAt !== null) throw takenBack(id)
  return row
}

async function change (tx: Database, { id, version, updatedAt: _updated, position: _position, ...before }: Adoption, { action, set }: { action: string, set: object }, by: Clerk): Promise<void> {
  await recordPublication(tx, { by: by.author, action, subject: `adoption/${id}` }, async (position) => {
    const [row] = await tx.update(adoptions).set({ ...set, version: version + 1, updatedAt: NOW, position }).where(eq(adoptions.id, id)).returning()
    return { detail: detailOf(row!), before, after: row!, result: undefined }
  })
}

/** The columns of an adoption that may be written. What it named before, it may go on naming, whatever became of that. */
async function judge (tx: Database, request: AdoptionRequest, { by, today }: Writing, before?: Adoption): Promise<Facts> {
  const { contract: { number: contractNumber, signed: contractSigned }, enterprise: _enterprise, ...asked } = request
  const { agency, usedFrom, usedTo, demand } = asked
  if (usedFrom > today) throw badRequest('usedFrom', 'must not be in the future')
  if (usedTo !== null && usedTo < usedFrom) throw badRequest('usedTo', 'is before usedFrom')
  if (contractSigned > today.slice(0, contractSigned.length)) throw badRequest('contract.signed', 'must not be in the future')
  const seat = await findSeat(tx, agency, usedFrom)
  if (seat.fault !== undefined) throw badRequest('agency', seat.fault)
  checkScope(by, seat.province)
  const taken = await findTaken(tx, request, before)
  const enterprise = await findEnterprise(tx, taken.code, before)
  if (!enterprise) throw badRequest('enterprise', `no enterprise ${taken.code} is known to the feed`)
  if (enterprise.isOver && taken.code !== before?.code && (usedTo === null || usedTo >= today)) throw badRequest(request.supply === null ? 'enterprise' : 'supply', 'its enterprise has ceased to exist: only what is no longer used can be entered, with usedTo')
  if (contractSigned < enterprise.registeredOn.slice(0, contractSigned.length)) throw badRequest('contract.signed', `is before the enterprise was registered: ${enterprise.registeredOn}`)
  if (usedFrom < enterprise.registeredOn) throw badRequest('usedFrom', `is before the enterprise was registered: ${enterprise.registeredOn}`)
  if (demand !== null && demand !== before?.demand) await checkDemand(tx, demand, seat.province)
  return { ...asked, ...taken, provinceCode: seat.province, contractNumber, contractSigned }
}

/** What is used: a supply by its own words, or what the request calls it. */
async function findTaken (tx: Database, { supply: id, enterprise, product, fields }: AdoptionRequest, before: Adoption | undefined): Promise<Pick<Facts, 'code' | 'product' | 'fields'>> {
  if (id === null) return { code: enterprise!, product: product!, fields }
  if (before && id === before.supply) return { code: before.code, product: before.product, fields: before.fields }
  const [found] = await tx.select().from(supplies).where(eq(supplies.id, id))
  if (found?.state !== 'published') throw badRequest('supply', `there is no supply ${id} that is published`)
  return { code: found.code, product: found.name, fields: found.fields }
}

/** What is sent again is not counted twice, although the supply may have another name by now. */
async function checkSame (tx: Database, { agency, code, product, supply, contractNumber }: Facts, own = 0): Promise<void> {
  const [same] = await tx.select({ id: adoptions.id }).from(adoptions).where(and(
    eq(adoptions.agency, agency), eq(adoptions.code, code), or(eq(adoptions.product, product), supply === null ? undefined : eq(adoptions.supply, supply)), eq(adoptions.contractNumber, contractNumber), isNull(adoptions.withdrawnAt), ne(adoptions.id, own)))
  if (same) throw new HttpProblem('wrong-state', { vi: `Lượt sử dụng số ${same.id} đã ghi nhận hợp đồng này.`, en: `The adoption ${same.id} says so already: the same product by the same contract.` })
}

interface Found extends Record<string, unknown> { registeredOn: Day, isOver: boolean }

/** Of one that the feed took back only what was said already goes on. */
async function findEnterprise (tx: Database, code: string, before: Adoption | undefined): Promise<Found | undefined> {
  const { rows: [row] } = await tx.execute<Found>(sql`
    select registered_on as "registeredOn", presence = 'gone' or status = 'ended' as "isOver" from enterprise_versions where code = ${code} and is_current and (presence <> 'withdrawn' or ${code === before?.code})`)
  return row
}

/** A demand is met in its own locality: no province says so of another's. */
async function checkDemand (tx: Database, id: number, province: string | null): Promise<void> {
  const [found] = await tx.select({ publishedAt: demands.publishedAt, provinceCode: demands.provinceCode }).from(demands).where(eq(demands.id, id))
  if (!found || found.publishedAt === null) throw badRequest('demand', `there is no demand ${id} that was published`)
  if (found.provinceCode !== province) throw badRequest('demand', 'is of another locality than the agency')
}
