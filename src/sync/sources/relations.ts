import { isEnterpriseCode, RELATION_KINDS } from '../../enterprises/queries.ts'
import type { FeedRelation } from '../feed-record.ts'
import type { Fault, Statement } from './statement.ts'
import { enterpriseCodeText, isObject, text } from './wire-value.ts'

/** More than any reorganisation has had; a list this long is none. */
export const MAX_RELATIONS = 100

/** Out of which enterprises this one came and into which it went; undefined where nothing is said, which is something else than an empty list. */
export function relationsOf ({ relations: written }: Statement, own: string): FeedRelation[] | undefined | Fault {
  if (!isObject(written) && !Array.isArray(written)) return text(written) === null ? undefined : { reason: 'invalid-value', field: 'relations' }
  const items: unknown[] = isObject(written) ? [written] : written
  if (items.length > MAX_RELATIONS) return { reason: 'invalid-value', field: 'relations' }
  const found = new Map<string, FeedRelation>()
  for (const item of items) {
    if (!isObject(item)) return { reason: 'invalid-value', field: 'relations' }
    const kind = RELATION_KINDS.find((one) => one === text(item['kind']))
    if (!kind) return { reason: 'invalid-value', field: 'relationKind' }
    const code = enterpriseCodeText(item['code'])
    if (code === null || !isEnterpriseCode(code)) return { reason: 'invalid-code', field: 'relationCode' }
    if (code === own) return { reason: 'invalid-value', field: 'relationCode' }
    found.set(`${kind} ${code}`, { kind, code })
  }
  // In one order, since it is part of the digest.
  return [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, relation]) => relation)
}
