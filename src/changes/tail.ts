import { Readable } from 'node:stream'
import type { Database } from '../db/client.ts'
import { unavailable } from '../http/problem.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import type { Question } from './queries.ts'
import { findBounds, listEvents } from './queries.ts'
import type { StreamFormat, Wire } from './wire.ts'
import { WIRES } from './wire.ts'

export interface TailOptions {
  db: Database
  head: HeadWatch
  heartbeatMs: number
  onFailure: (err: unknown) => void
}

interface Piece { bytes: Buffer, next: number, isPruned: boolean }

interface Member {
  move: () => void
  beat: () => void
  end: () => void
  cut: () => void
}

const EVENTS_A_PIECE = 100
/** Readers with the same question who wait at the same position are given the same bytes. */
const PIECES_KEPT = 16
/** Connections of the pool that reading for open connections may take together. */
const READS_AT_ONCE = 3
const MAX_MEMBERS = 5000
/** Left to a reader when the service ends. */
const LAST_WORDS_MS = 1000

/** Open connections that follow the register. One watch of the head wakes all; a piece is read and rendered once for all who ask it. */
export function createTails ({ db, head, heartbeatMs, onFailure }: TailOptions) {
  const members = new Set<Member>()
  const pieces = new Map<string, Promise<Piece>>()
  const queue: (() => void)[] = []
  let reading = 0
  let tip = 0
  let stopWatching: (() => void) | undefined
  let heart: NodeJS.Timeout | undefined
  let isClosed = false

  async function inTurn<T> (work: () => Promise<T>): Promise<T> {
    if (reading >= READS_AT_ONCE) await new Promise<void>((resolve) => { queue.push(resolve) })
    reading++
    try {
      return await work()
    } finally {
      reading--
      queue.shift()?.()
    }
  }

  async function render (question: Question, wire: Wire, after: number): Promise<Piece> {
    const bounds = await findBounds(db)
    if (after < bounds.earliest - 1) return { bytes: Buffer.alloc(0), next: after, isPruned: true }
    const { events, next } = await listEvents(db, question, { after, tip: bounds.tip, limit: EVENTS_A_PIECE })
    return { bytes: Buffer.from(wire.events(events)), next, isPruned: false }
  }

  function read (question: Question, format: StreamFormat, after: number): Promise<Piece> {
    const key = JSON.stringify([format, question, after])
    const known = pieces.get(key)
    if (known) return known
    const piece = inTurn(() => render(question, WIRES[format], after))
    pieces.set(key, piece)
    piece.catch(() => pieces.delete(key))
    for (const oldest of pieces.keys()) {
      if (pieces.size <= PIECES_KEPT) break
      pieces.delete(oldest)
    }
    return piece
  }

  function join (member: Member) {
    members.add(member)
    heart ??= setInterval(() => { for (const one of members) one.beat() }, heartbeatMs).unref()
    stopWatching ??= head.onMove((position) => {
      tip = position
      for (const one of members) one.move()
    })
  }

  function leave (member: Member) {
    members.delete(member)
    if (members.size > 0) return
    clearInterval(heart)
    stopWatching?.()
    heart = stopWatching = undefined
    pieces.clear()
  }

  /** The events behind `after` and, as they come, all others. Nothing is read for a reader who does not take what there is. */
  function follow (question: Question, format: StreamFormat, { after, tip: known }: { after: number, tip: number }, cut: () => void): Readable {
    if (isClosed || members.size >= MAX_MEMBERS) throw unavailable()
    const wire = WIRES[format]
    tip = Math.max(tip, known)
    let position = after
    let isWanted = false
    let isReading = false

    function give (bytes: string | Buffer) {
      isWanted = false
      stream.push(bytes)
    }

    async function advance () {
      if (isReading || !isWanted || position >= tip || stream.destroyed) return
      isReading = true
      try {
        const { bytes, next, isPruned } = await read(question, format, position)
        if (isPruned) return stream.push(null)
        // A head that fell behind, as after a restore: the next move wakes.
        if (next <= position) return
        position = next
        if (bytes.length > 0) give(bytes)
      } catch (err) {
        // The database is away, or was: the next beat tries again.
        onFailure(err)
        return
      } finally {
        isReading = false
      }
      void advance()
    }

    const stream = new Readable({
      highWaterMark: 1,
      read () {
        isWanted = true
        void advance()
      },
      destroy (err, done) {
        leave(member)
        done(err)
      },
    })
    const member: Member = {
      move: () => void advance(),
      beat: () => {
        if (!isWanted || isReading) return
        if (position < tip) void advance()
        else give(wire.beat(position, tip))
      },
      end: () => { stream.push(null) },
      cut,
    }
    join(member)
    stream.push(wire.hello(position, tip))
    return stream
  }

  return {
    follow,
    /** How many readers there are. */
    get size () { return members.size },
    /** Every reader is told that it is the end; one that takes nothing is cut off, and nobody joins any more. */
    close: () => {
      isClosed = true
      const last = [...members]
      for (const { end } of last) end()
      setTimeout(() => { for (const { cut } of last) cut() }, LAST_WORDS_MS).unref()
    },
  }
}
export type Tails = ReturnType<typeof createTails>
