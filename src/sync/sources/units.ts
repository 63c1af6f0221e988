import type { Day } from '../../calendar.ts'
import { codeKind, isEnterpriseCode } from '../../enterprises/queries.ts'
import type { FeedAddress, FeedUnit } from '../feed-record.ts'
import { addressOf } from './office-address.ts'
import type { Statement } from './statement.ts'
import { amount, day, enterpriseCodeText, isTooLong, text } from './wire-value.ts'

const ENTERPRISE_DIGITS = 10
const FIRST_DAY = '1900-01-01'
const MAX_CHANGES = 1_000_000

/** How types and names begin, without marks; the abbreviations are those of the office. */
const KINDS: readonly (readonly [FeedUnit['kind'], RegExp])[] = [
  ['branch', /^(chi nhanh\b|cn$)/], ['representative-office', /^(van phong dai dien\b|vpdd$)/], ['business-location', /^(dia diem kinh doanh\b|ddkd$)/],
]
const plain = (written: string) => written.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')

const short = (value: unknown): string | null => isTooLong(value) ? null : text(value)

/** Whether a unit may name this enterprise as its own: an enterprise's code, and the one that its own code begins with. */
export function mayBelongTo (unit: string, parent: string): boolean {
  return isEnterpriseCode(parent) && (codeKind(unit) !== 'dependent-unit' || unit.startsWith(parent))
}

/**
 * What is said of a branch, representative office or business location. Nothing but its code has to be there, and what
 * cannot be read is left out, so that no feed is held for the sake of units. Null where its enterprise cannot be told.
 */
export function unitOf (said: Statement, today: Day): FeedUnit | null {
  const code = enterpriseCodeText(said.code)
  const codes = code === null ? null : codesOf(code, enterpriseCodeText(said.parent))
  if (!codes) return null
  const readable = (value: unknown): Day | null => {
    const found = day(value)
    return found && found >= FIRST_DAY && found <= today ? found : null
  }
  const registeredOn = readable(said.registeredOn)
  const amendedOn = readable(said.amendedOn)
  const changes = Number(amount(said.changes) ?? 0)
  return {
    ...codes,
    kind: kindOf(said, codes.code),
    name: short(said.name),
    status: { value: short(said.status), name: short(said.statusName) },
    registeredOn,
    amendedOn: amendedOn !== null && registeredOn !== null && amendedOn < registeredOn ? null : amendedOn,
    changes: Number.isInteger(changes) && changes <= MAX_CHANGES ? changes : 0,
    address: placeOf(said),
  }
}

function codesOf (code: string, parent: string | null): Pick<FeedUnit, 'enterpriseCode' | 'code'> | null {
  const kind = codeKind(code)
  if (kind === 'dependent-unit') {
    const enterpriseCode = code.slice(0, ENTERPRISE_DIGITS)
    return { enterpriseCode, code: `${enterpriseCode}-${code.slice(-3)}` }
  }
  return kind === 'business-location' && parent !== null ? { enterpriseCode: parent, code } : null
}

function kindOf ({ legalTypeName, legalType, name }: Statement, code: string): FeedUnit['kind'] {
  if (codeKind(code) === 'business-location') return 'business-location'
  for (const value of [legalTypeName, legalType, name]) {
    const written = plain(short(value) ?? '')
    const found = KINDS.find(([, pattern]) => pattern.test(written))
    if (found) return found[0]
  }
  return 'unknown'
}

/** Without a province that can be told from it an address is its full text alone. */
function placeOf (said: Statement): FeedAddress {
  const given = { ...said, full: short(said.full), province: short(said.province), district: short(said.district), commune: short(said.commune) }
  const address = addressOf(given)
  return 'reason' in address ? { full: text(given.full) ?? '', city: '', district: '', ward: '' } : address
}
