import type { Day } from '../calendar.ts'
import type { FeedVsic } from '../config.ts'
import type { Database } from '../db/client.ts'
import type { DeclaredFacts, DecisionRow } from '../enterprises/commands.ts'
import { recordDeclared, withdrawDeclared } from '../enterprises/commands.ts'
import { findStanding, listLegalTypes } from '../enterprises/queries.ts'
import { badRequest, HttpProblem, notFound } from '../http/problem.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { lockHead, waitBriefly } from '../journal/commands.ts'
import { findCommuneOn, findProvince, placeTitle } from '../localities/queries.ts'
import { createDerivation, loadMaterial } from './derivation.ts'
import { derive } from './derive.ts'
import type { FeedRecord } from './feed-record.ts'
import { digestOf } from './feed-record.ts'

export interface Declaration {
  code: string
  name: string
  foreignName: string | null
  shortName: string | null
  registeredOn: Day
  legalType: string | null
  charterCapitalVnd: string | null
  province: string
  commune: string | null
  address: string
  industries: string[]
  outcome: 'i' | 'ii' | 'iii' | 'iv'
  evidence: { kind: string, reference: string, date: Day | null }
  note: string | null
  effectiveFrom: Day
}

/** Whoever declares, as far as a command needs to know it. */
export interface Declarer {
  author: Author
  /** Throws where he may not decide for a province. */
  require: (province: string) => void
  authorityIn: (province: string) => string
}

const KNOWN = { vi: 'Doanh nghiệp này đã có trong sổ đăng ký.', en: 'The register has this enterprise already.' }
const GONE = { vi: 'Dữ liệu đăng ký không còn doanh nghiệp này; hãy báo cơ quan đăng ký kinh doanh.', en: 'The feed had this enterprise and has it no longer: that is to be reported to the registration authority.' }
const TOLD = { vi: 'Dữ liệu đăng ký đã có doanh nghiệp này; không còn gì để rút lại.', en: 'The feed has told of this enterprise: there is no declaration to take back.' }
const UNKNOWN = { vi: 'Không có doanh nghiệp với mã số này.', en: 'There is no enterprise with this code.' }
/** What operators at work are called in the feed. */
const ACTIVE = { value: null, name: 'Đang hoạt động' }
const FIRST_DAY = '1900-01-01'

/** The record that the feed might send of it: in the same form, so that it is read by the same rules. */
async function recordOf (tx: Database, declared: Declaration, today: Day): Promise<FeedRecord> {
  const { code, name, foreignName, shortName, registeredOn, charterCapitalVnd, industries } = declared
  if (registeredOn > today) throw badRequest('registeredOn', 'must not be in the future')
  if (registeredOn < FIRST_DAY) throw badRequest('registeredOn', 'is too long ago')
  if (declared.effectiveFrom > today) throw badRequest('effectiveFrom', 'must not be in the future')
  if (declared.effectiveFrom < registeredOn) throw badRequest('effectiveFrom', `must not be before the first registration, ${registeredOn}`)
  const repeated = industries.findIndex((one, i) => industries.indexOf(one) < i)
  if (repeated >= 0) throw badRequest(`industries.${repeated}`, 'is named twice')
  const province = await findProvince(tx, '2025', declared.province, today)
  if (!province) throw badRequest('province', 'is not a code of the division of 2025')
  const commune = declared.commune === null ? undefined : await findCommuneOn(tx, declared.commune, today)
  if (declared.commune !== null && commune?.provinceCode !== declared.province) throw badRequest('commune', `is not a commune of the province ${declared.province}`)
  const type = declared.legalType === null ? null : (await listLegalTypes(tx)).find((one) => one.code === declared.legalType && one.code !== 'unknown')
  if (type === undefined) throw badRequest('legalType', 'is not the code of a legal type')
  return {
    code, registeredOn, amendedOn: null, changes: 0, name, foreignName, shortName, status: ACTIVE, legalType: { value: null, name: type?.name ?? null },
    charterCapitalVnd, ownership: 'unknown', foreignSharePercent: null,
    address: { full: declared.address, city: placeTitle(province, 'vi'), district: '', ward: commune ? placeTitle(commune, 'vi') : '', ...commune && { communeCode: commune.code, division: '2025' } },
    industries, hasMainIndustry: true,
  }
}

async function factsOf (tx: Database, declared: Declaration, { vsic, today }: { vsic: FeedVsic, today: Day }): Promise<DeclaredFacts> {
  const record = await recordOf(tx, declared, today)
  // Other than that of a record that says the same: the feed is to be heard when it does.
  const digest = digestOf({ ...record, declared: true } as FeedRecord)
  const facts = derive(record, { line: 1, digest }, createDerivation(await loadMaterial(tx, vsic)), today)
  if (facts?.['province_code'] !== declared.province) throw badRequest('address', 'names another province')
  return { ...facts, code: declared.code, digest }
}

/** Records an enterprise before the feed knows it, with the decision on its category. */
export const declare = (db: Database, declared: Declaration, { declarer, ...reading }: { declarer: Declarer, vsic: FeedVsic, today: Day }): Promise<void> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    const head = await lockHead(tx)
    const { code, province, outcome, effectiveFrom, evidence, note } = declared
    declarer.require(province)
    const standing = await findStanding(tx, code)
    if (standing && standing.presence !== 'withdrawn') throw new HttpProblem('wrong-state', standing.presence === 'gone' ? GONE : KNOWN)
    const facts = await factsOf(tx, declared, reading)
    const authority = declarer.authorityIn(province)
    const decision: DecisionRow = { code, outcome, effectiveFrom, evidenceKind: evidence.kind, evidenceReference: evidence.reference, evidenceDate: evidence.date, note, authority }
    await recordDeclared(tx, head, facts, decision, declarer.author.label)
    await recordAudit(tx, {
      by: declarer.author, action: 'enterprise.declare', subject: `enterprise/${code}`,
      after: { name: declared.name, province, registeredOn: declared.registeredOn, outcome, effectiveFrom, evidence: evidence.reference, authority },
    })
  })

/** Takes back what was declared by mistake, as long as the feed has not told of it. */
export const withdrawDeclaration = (
  db: Database, code: string, reason: string, { declarer, seen }: { declarer: Omit<Declarer, 'authorityIn'>, seen: (version: number) => boolean },
): Promise<void> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    const head = await lockHead(tx)
    const standing = await findStanding(tx, code)
    if (!standing || standing.presence === 'withdrawn') throw notFound(UNKNOWN)
    declarer.require(standing.province)
    if (!seen(standing.version)) throw new HttpProblem('precondition-failed')
    if (!standing.isDeclared) throw new HttpProblem('wrong-state', TOLD)
    await withdrawDeclared(tx, head, code)
    await recordAudit(tx, { by: declarer.author, action: 'enterprise.undeclare', subject: `enterprise/${code}`, before: { version: standing.version }, after: { reason } })
  })
