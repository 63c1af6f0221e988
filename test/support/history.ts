import type { Test } from 'tap'
import type { Thresholds } from '../../src/config.ts'
import { revertRun } from '../../src/sync/commit.ts'
import { systemAuthor } from '../../src/journal/audit.ts'
import { editMapping } from '../../src/sync/mapping-commands.ts'
import { feed } from './feed.ts'
import { NOW, syncInTurn, testRegister } from './register.ts'
import type { ScopeChange } from '../../src/industries/scope.ts'

const NO_GATES: Thresholds = { dropPercent: 100, provinceDropPercent: 100, rejectPercent: 100 }

/** A register that a test makes history of: loads, full files, reverts and edits of mappings. */
export async function testHistory (t: Test, records: Parameters<typeof feed>[0] = []) {
  const register = await testRegister(t, records)
  const { app, db, pool } = register
  // Written past the app, which hears of it soon; whoever looks at its state is answered no earlier one afterwards.
  const heard = async <T>(written: T): Promise<T> => {
    await app.inject('/v1/status')
    return written
  }
  const run = async (kind: 'full' | 'delta', cutoff: string | null, more: Parameters<typeof feed>[0]) => heard(await syncInTurn(
    { source: 'nbrs', kind, mode: 'file', cutoff, scope: {}, watermark: NOW }, () => feed(more, { size: 500 }), { db, pool, vsic: { version: '2018' }, now: () => NOW, thresholds: NO_GATES }))
  return {
    ...register,
    /** A full file up to a day: what it lacks is gone. */
    full: (cutoff: string, more: Parameters<typeof feed>[0]) => run('full', cutoff, more),
    revert: async (id: number) => heard(await revertRun(db, id, systemAuthor('operator'), 'a test')),
    remap: async (value: string, code: string | null) => heard(await editMapping(db, { list: 'status', value, code, note: 'a test', by: systemAuthor('operator') })),
  }
}

export const place = (city: string, ward: string) => ({ full: `${ward}, ${city}`, city, district: '', ward })
export const HANOI = place('Thành phố Hà Nội', 'Phường Ba Đình')
export const DANANG = place('Thành phố Đà Nẵng', 'Phường Hải Châu')
export const HUE = place('Thành phố Huế', 'Phường Thuận Hóa')

/** Departures from the list of the ICT scope: activities that come into it, leave it, a class with all that is under it. */
export const SCOPES: readonly (readonly ScopeChange[])[] = [
  [],
  [{ vsic: '2018', code: '6201', isIn: false }],
  [{ vsic: '2018', code: '4711', isIn: true }],
  [{ vsic: '2018', code: '47110', isIn: true }, { vsic: '2018', code: '6202', isIn: false }],
  [{ vsic: '2018', code: '5820', isIn: false }, { vsic: '2018', code: '4711', isIn: true }],
]
