import pMap from 'p-map'
import { addDays, dayOf, startOf } from '../../calendar.ts'
import { blockOf } from '../reading/line-block.ts'
import type { Batch, Source } from '../source.ts'
import { dossierCode, dossiersOf, isUnknownToSource, MAX_WINDOW_DAYS, operations, skipReason } from './nbrs.ts'
import type { ServiceClient } from './service-client.ts'
import { ServiceRefusal } from './service-client.ts'

const PAGE = 200
const CONCURRENCY = 8

/** The dossiers processed between two instants, and one detail record for each enterprise in them. */
export interface PullScope {
  from: Date
  to: Date
}

/** A stretch of dossiers that one call can list. */
type Window = (offset: number) => string

interface Checkpoint {
  window: number
  offset: number
  /** How many records came before. */
  records: number
}

/**
 * The service has no "list everything": days before that of `to` are asked in windows of at most five days, the day of `to`
 * by hours and minutes. All days of the scope are read whole, so a dossier that was late on its day is not missed.
 */
export function windowsOf ({ from, to }: PullScope): Window[] {
  const windows: Window[] = []
  const last = dayOf(to)
  for (let day = dayOf(from); day < last;) {
    const first = day
    const end = addDays(day, MAX_WINDOW_DAYS - 1) < last ? addDays(day, MAX_WINDOW_DAYS - 1) : addDays(last, -1)
    windows.push((offset) => operations.dossiers(first, end, offset, PAGE))
    day = addDays(end, 1)
  }
  windows.push((offset) => operations.dossiersToday(dayOf(from) === last ? from : startOf(last), to, offset, PAGE))
  return windows
}

export const nbrsService = (client: ServiceClient, scope: PullScope): Source => ({
  name: 'nbrs',
  isLarge: false,
  batches: (checkpoint) => batches(client, scope, (checkpoint as Checkpoint | null) ?? { window: 0, offset: 0, records: 0 }),
})

async function * batches (client: ServiceClient, scope: PullScope, start: Checkpoint): AsyncGenerator<Batch> {
  const windows = windowsOf(scope)
  let { records } = start
  for (let window = start.window; window < windows.length; window++) {
    for (let offset = window === start.window ? start.offset : 0; ;) {
      const dossiers = dossiersOf(await client.get(windows[window]!(offset)))
      if (!dossiers) throw new Error('The service does not list its dossiers.')
      offset += dossiers.length
      const isLast = dossiers.length < PAGE
      const details = await readDossiers(client, dossiers, records + 1)
      records += details.block.starts.length + details.decided.length
      yield { ...details, checkpoint: isLast ? { window: window + 1, offset: 0, records } : { window, offset, records } }
      if (isLast) break
    }
  }
}

/** One detail record per distinct code; codes of business locations and households are not asked for, as nothing would come of it. */
async function readDossiers (client: ServiceClient, dossiers: unknown[], first: number): Promise<Pick<Batch, 'block' | 'decided'>> {
  const codes = [...new Set(dossiers.map(dossierCode))]
  const answers = await pMap(codes, async (code): Promise<string | Batch['decided'][number]> => {
    if (code === null) return { kind: 'reject', reason: 'missing-field', field: 'dossier', code: null, record: null }
    const reason = skipReason(code)
    if (reason) return reason === 'branch' ? await readUnit(client, code) : { kind: 'skip', reason }
    const answer = await client.get(operations.detail(code))
    if (isUnknownToSource(answer)) return { kind: 'reject', reason: 'not-found', field: null, code: code.slice(0, 20), record: null }
    return JSON.stringify(answer)
  }, { concurrency: CONCURRENCY })
  return {
    block: blockOf(answers.filter((answer) => typeof answer === 'string').join('\n'), first),
    decided: answers.filter((answer) => typeof answer !== 'string'),
  }
}

/** Nobody says whether every gateway tells of units: one that does not is left alone, and the enterprises are read on. */
async function readUnit (client: ServiceClient, code: string): Promise<string | Batch['decided'][number]> {
  try {
    const answer = await client.get(operations.detail(code))
    if (!isUnknownToSource(answer)) return JSON.stringify(answer)
  } catch (err) {
    if (!(err instanceof ServiceRefusal)) throw err
  }
  return { kind: 'skip', reason: 'branch' }
}
