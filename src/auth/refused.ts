import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Database } from '../db/client.ts'
import { sqlState } from '../db/errors.ts'
import type { AuditEntry } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { networkOf } from './rate-limit.ts'
import type { Caller } from './schemas.ts'
import { authorOf } from './schemas.ts'

const AT_ONCE = 500
const MOST = 10_000
const SOON_MS = 20
const AGAIN_MS = 5000
const MAX_SUBJECT = 200
/** Shorter than any key or token. */
const MAX_PART = 15
const ELSEWHERE = 'elsewhere'

/** An attempt that was refused: whose, where that is known, and why. */
export interface RefusedAttempt { caller: Caller, status: number, reason: string, scope?: string | undefined }

/**
 * What goes into the trail of a refused attempt. Of known callers each one; of others one per network, reason and
 * minute, and so of a caller that asks too often: nobody can flood the trail.
 */
export function entryOf (request: FastifyRequest, { caller, status, reason, scope }: RefusedAttempt, at: Date): AuditEntry {
  const isKnown = caller.kind !== 'anonymous'
  const { requestId, address } = authorOf(request)
  const from = isKnown ? address : networkToTell(address ?? '')
  const label = isKnown ? caller.label : caller.kind
  const minute = at.toISOString().slice(0, 16)
  const isOnce = !isKnown || status === 429
  return {
    by: { who: caller.name, label, address: from, requestId },
    action: 'access.refuse',
    subject: `${request.method} ${pathToTell(request.url)}`,
    after: { status, reason, ...scope !== undefined && { scope } },
    ...isOnce && { once: `${minute} ${isKnown ? caller.name : from} ${reason}` },
  }
}

/** Without parameters, and without parts that are long enough to be a secret: somebody may have put his key there. */
export const pathToTell = (url: string): string => url.split('?')[0]!.split('/').map((part) => part.length > MAX_PART ? '…' : part).join('/').slice(0, MAX_SUBJECT)

/** The network that an address is told by where nobody is known by it: /24 of IPv4, /48 of IPv6. */
export function networkToTell (address: string): string {
  const network = networkOf(address)
  return network.includes(':') ? `${network.split(':').slice(0, 3).join(':')}::/48` : `${network.split('.').slice(0, 3).join('.')}.0/24`
}

/** Writes refused attempts behind the requests, many in one statement. While the database is away they wait, up to a number. */
export function makeRefusalBook (db: Database, log: Pick<FastifyBaseLogger, 'warn'>) {
  const waiting: AuditEntry[] = []
  const once = new Set<string>()
  let minute = ''
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let lost = 0

  function note (entry: AuditEntry): void {
    if (entry.once !== undefined) {
      const own = entry.once.slice(0, 16)
      if (own !== minute) {
        minute = own
        once.clear()
      }
      if (once.has(entry.once)) return
      // From more networks in one minute than anybody has: they are one row together.
      const isElsewhere = once.size >= MOST
      if (isElsewhere && once.has(ELSEWHERE)) return
      once.add(isElsewhere ? ELSEWHERE : entry.once)
      add(isElsewhere ? { ...entry, by: { ...entry.by, address: null }, once: `${own} ${ELSEWHERE}` } : entry)
    } else add(entry)
  }

  function add (entry: AuditEntry): void {
    if (waiting.length >= MOST) lost++
    else waiting.push(entry)
    timer ??= setTimeout(() => { writing = write() }, SOON_MS).unref()
  }

  async function write (): Promise<void> {
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, AT_ONCE)
        await recordAudit(db, ...batch)
        waiting.splice(0, batch.length)
      }
      if (lost > 0) log.warn({ lost }, 'refused attempts are not in the trail')
      lost = 0
      timer = undefined
    } catch (err) {
      // Not the error itself, which holds the statement and its values.
      log.warn({ state: sqlState(err), waiting: waiting.length }, 'the trail cannot be written')
      timer = setTimeout(() => { writing = write() }, AGAIN_MS).unref()
    }
  }

  return {
    note,
    close: async () => {
      await writing
      clearTimeout(timer)
      if (waiting.length > 0) await write()
      clearTimeout(timer)
    },
  }
}
