import type { Database } from '../db/client.ts'
import { badRequest, HttpProblem, notFound } from '../http/problem.ts'
import { codeKind } from './enterprise-code.ts'
import type { Found } from './lookup.ts'
import { findByCode } from './lookup.ts'
import type { View } from './rendering.ts'

export function checkCode (code: string) {
  const kind = codeKind(code)
  if (kind === 'dependent-unit') throw new HttpProblem('dependent-unit')
  if (kind !== 'enterprise') throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
}

/** Why an enterprise is not shown; null where it is. Withdrawn by a revert is as if it had never been told of. */
export function absence (found: Found | undefined): 'not-found' | 'not-digital' | 'gone' | null {
  if (!found || found.presence === 'withdrawn') return 'not-found'
  if (!found.isDigital) return 'not-digital'
  return found.presence === 'gone' ? 'gone' : null
}

/** What was found, or the problem that says why it is not shown. */
export function shown (code: string, found: Found | undefined): Found {
  const reason = absence(found)
  if (reason === 'not-found') throw notFound({ vi: `Không có doanh nghiệp mã số ${code} trong dữ liệu đăng ký.`, en: `No enterprise ${code} is known to the feed.` })
  if (reason === 'gone') throw new HttpProblem('gone', undefined, { members: { lastVersion: JSON.parse(found!.body) } })
  if (reason) throw new HttpProblem(reason)
  return found!
}

/** For what belongs to an enterprise: throws unless the enterprise itself is shown at the moment. */
export const checkShown = async (db: Database, code: string, view: View): Promise<void> => {
  shown(code, (await findByCode(db, code, view)).found)
}
