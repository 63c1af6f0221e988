import type { Day } from '../../calendar.ts'
import { isEnterpriseCode } from '../../enterprises/queries.ts'
import type { FeedUnit, Reading } from '../feed-record.ts'
import { canonicalStatement, isCanonical, readCanonical } from './canonical.ts'
import { unreadable } from './judgement.ts'
import { detailStatement, readDetail } from './nbrs.ts'
import { unitOf } from './units.ts'
import { MAX_FIELDS } from './unknown-fields.ts'
import type { Translation } from './variants.ts'
import { unwrap, variantOf } from './variants.ts'
import type { Fields } from './wire-value.ts'
import { only } from './wire-value.ts'

/** A gateway around a platform around a record; nothing real is deeper. */
const MAX_WRAPPERS = 4

type Found = { detail: Fields } | { translation: Translation } | { canonical: Fields }

/** The record inside its wrappers, by its form. */
function find (raw: unknown): Found | null {
  let body = only(raw)
  for (let depth = 0; body && depth <= MAX_WRAPPERS; depth++) {
    // First, since millions of records come so and few in any other form.
    if ('MainInformation' in body) return { detail: body }
    const variant = variantOf(body)
    if (variant) return { translation: variant.translate(body) }
    if (isCanonical(body)) return { canonical: body }
    body = unwrap(body)
  }
  return null
}

/**
 * Reads a record in any of the forms that a push or a file may hold. The same record read on the same day gives the
 * same answer, and so does what a reject keeps of it.
 */
export function readRecord (raw: unknown, today: Day): Reading {
  const found = find(raw)
  if (!found) return unreadable()
  if ('detail' in found) return readDetail(found.detail, today)
  return 'canonical' in found ? readCanonical(found.canonical, today) : readTranslation(found.translation, today)
}

/** Reads a record that `readRecord` skips as a dependent unit's; null where its enterprise cannot be told. */
export function readUnit (raw: unknown, today: Day): FeedUnit | null {
  const found = find(raw)
  if (!found) return null
  const said = 'canonical' in found ? canonicalStatement(found.canonical) : detailStatement('detail' in found ? found.detail : found.translation.detail)
  return said && unitOf(said, today)
}

function readTranslation ({ detail, unknown = [] }: Translation, today: Day): Reading {
  const reading = readDetail(detail, today)
  if (reading.kind !== 'record' || unknown.length === 0) return reading
  return { ...reading, unknownFields: [...unknown, ...reading.unknownFields ?? []].slice(0, MAX_FIELDS) }
}

/** A code under the name that one of the forms has for it; a number may have lost its first 0, a text not. */
const CODE_IN_LINE = /"(?:ENTERPRISE_GDT_CODE|MaSoDoanhNghiep|code)"\s*:\s*(?:"\s*(\d{10})\s*"|(\d{9,10})(?![\d.]))/g

/** The enterprise's code in a line that is no JSON, so that the damage does not make the enterprise vanish from a whole file. */
export function codeIn (line: string): string | null {
  for (const [, quoted, bare] of line.matchAll(CODE_IN_LINE)) {
    const code = quoted ?? bare!.padStart(10, '0')
    if (isEnterpriseCode(code)) return code
  }
  return null
}
