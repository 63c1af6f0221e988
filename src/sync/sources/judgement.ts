import type { Day } from '../../calendar.ts'
import { codeKind } from '../../enterprises/queries.ts'
import type { FeedRecord, Reading, Reject, RejectReason, SkipReason } from '../feed-record.ts'
import { addressOf } from './office-address.ts'
import { relationsOf } from './relations.ts'
import type { Field, Form, Statement } from './statement.ts'
import { mayBelongTo } from './units.ts'
import { amount, day, enterpriseCodeText, isTooLong, text } from './wire-value.ts'

const SKIPPED: Partial<Record<ReturnType<typeof codeKind>, SkipReason>> = {
  'dependent-unit': 'branch', 'business-location': 'business-location', household: 'household',
}
const TEXTS = ['name', 'foreignName', 'shortName', 'status', 'statusName', 'legalType', 'legalTypeName', 'full', 'province', 'district', 'commune'] as const
const FIRST_DAY = '1900-01-01'
const MAX_CHANGES = 1_000_000
const MAX_CODE = 20

/** Whether a code is worth asking the detail of: branches, locations and households are none of ours. */
export const skipReason = (code: string): SkipReason | undefined => SKIPPED[codeKind(code)]

export const unreadable = (): Reject => ({ kind: 'reject', reason: 'unreadable', field: null, code: null, record: null })

/** Judges what was said: the rules that are the same for every form. `today` bounds the dates; on the same day the same is said of a record. */
export function judge<Raw> (said: Statement, raw: Raw, form: Form<Raw>, today: Day): Reading {
  const code = enterpriseCodeText(said.code)
  const reject = (reason: RejectReason, field: Field): Reject =>
    ({ kind: 'reject', reason, field: form.names[field], code: code?.slice(0, MAX_CODE).toWellFormed() ?? null, record: form.publicPart(raw) })

  if (code === null) return reject('missing-field', 'code')
  const kind = codeKind(code)
  const skip = SKIPPED[kind]
  if (skip) return isParentFit(said, code, skip) ? { kind: 'skip', reason: skip } : reject('invalid-code', 'parent')
  if (kind !== 'enterprise') return reject('invalid-code', 'code')
  const name = text(said.name)
  if (name === null) return reject('missing-field', 'name')
  const registeredOn = day(said.registeredOn)
  if (registeredOn === undefined) return reject('missing-field', 'registeredOn')
  if (registeredOn === null || registeredOn < FIRST_DAY) return reject('invalid-date', 'registeredOn')
  if (registeredOn > today) return reject('future-date', 'registeredOn')
  const amendedOn = day(said.amendedOn)
  if (amendedOn === null || (amendedOn && amendedOn < registeredOn)) return reject('invalid-date', 'amendedOn')
  if (amendedOn && amendedOn > today) return reject('future-date', 'amendedOn')
  const address = addressOf(said)
  if ('reason' in address) return reject(address.reason, address.field)
  const charterCapitalVnd = amount(said.charterCapitalVnd)
  if (charterCapitalVnd === null) return reject('invalid-value', 'charterCapitalVnd')
  const changes = changesOf(said.changes)
  if (changes === null) return reject('invalid-value', 'changes')
  if (said.industries === null) return reject('invalid-value', 'industries')
  const relations = relationsOf(said, code)
  if (relations && 'reason' in relations) return reject(relations.reason, relations.field)
  for (const field of TEXTS) if (isTooLong(said[field])) return reject('invalid-value', field)

  // In this order: it is part of the digest by which a known record is known again.
  const record: FeedRecord = {
    code, name, registeredOn, amendedOn: amendedOn ?? null, changes,
    foreignName: text(said.foreignName),
    shortName: text(said.shortName),
    status: { value: text(said.status), name: text(said.statusName) },
    legalType: { value: text(said.legalType), name: text(said.legalTypeName) },
    charterCapitalVnd: charterCapitalVnd ?? null,
    ownership: said.owners.ownership,
    foreignSharePercent: said.owners.foreignSharePercent,
    address,
    industries: said.industries.industries,
    hasMainIndustry: said.industries.hasMainIndustry,
  }
  if (relations) record.relations = relations
  return { kind: 'record', record, asUnknownProvince: () => reject('unknown-province', 'province') }
}

/** Of units only: whose one is has to be right, or it would be shown with another enterprise. */
function isParentFit (said: Statement, code: string, skip: SkipReason): boolean {
  const parent = enterpriseCodeText(said.parent)
  return parent === null || (skip !== 'branch' && skip !== 'business-location') || mayBelongTo(code, parent)
}

function changesOf (value: unknown): number | null {
  const written = amount(value)
  if (written === null) return null
  const changes = Number(written ?? 0)
  return Number.isInteger(changes) && changes <= MAX_CHANGES ? changes : null
}
