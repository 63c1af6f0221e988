import type { Day } from '../../calendar.ts'
import { isEnterpriseCode } from '../../enterprises/queries.ts'
import type { Reading } from '../feed-record.ts'
import { isCanonical, readCanonical } from './canonical.ts'
import { unreadable } from './judgement.ts'
import { readDetail } from './nbrs.ts'
import { MAX_FIELDS } from './unknown-fields.ts'
import type { Translation } from './variants.ts'
import { unwrap, variantOf } from './variants.ts'
import { only } from './wire-value.ts'

/** A gateway around a platform around a record; nothing real is deeper. */
const MAX_WRAPPERS = 4

/**
 * Reads a record in any of the forms that a push or a file may hold. The same record read on the same day gives the
 * same answer, and so does what a reject keeps of it.
 */
export function readRecord (raw: unknown, today: Day): Reading {
  let body = only(raw)
  for (let depth = 0; body && depth <= MAX_WRAPPERS; depth++) {
    // First, since millions of records come so and few in any other form.
    if ('MainInformation' in body) return readDetail(body, today)
    const variant = variantOf(body)
    if (variant) return readTranslation(variant.translate(body), today)
    if (isCanonical(body)) return readCanonical(body, today)
    body = unwrap(body)
  }
  return unreadable()
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
