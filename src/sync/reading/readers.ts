import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Day } from '../../calendar.ts'
import type { DerivationMaterial } from '../derivation.ts'
import { createDerivation } from '../derivation.ts'
import { codeIn, readRecord } from '../sources/record-forms.ts'
import type { ReadRecords } from './read-block.ts'
import { emptyRead, readLine } from './read-block.ts'

export interface ThreadSetup {
  material: DerivationMaterial
  today: Day
}

/** Lines of a block to be read: index, start and end of each, three numbers a line, and their digests. */
export interface ReadTask {
  bytes: Uint8Array
  picks: Int32Array
  first: number
  digests: Uint8Array
}

/** What can be handed over instead of copied: not the pool in which Node keeps small buffers together. */
export const memoryOf = ({ buffer }: Uint8Array): ArrayBuffer[] => buffer.byteLength > Buffer.poolSize ? [buffer as ArrayBuffer] : []

export interface ReadResult {
  read: Omit<ReadRecords, 'copy'>
  copy: Uint8Array
}

/** Reads records, here or in threads of its own; the same rules either way. */
export interface Readers {
  /** The bytes are handed over: whoever gave them cannot read them any more. */
  read: (task: ReadTask) => Promise<ReadResult>
  close: () => Promise<void>
}

/** Without threads: for the few records of a pull, which are read before a thread would have started. */
function inlineReader ({ material, today }: ThreadSetup): Readers {
  const rules = { derivation: createDerivation(material), today, readRecord, codeIn }
  return {
    read: async ({ bytes, picks, first, digests }) => {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const read = emptyRead()
      for (let i = 0; i < picks.length; i += 3) {
        const digest = Buffer.from(digests.subarray(i / 3 * 16, i / 3 * 16 + 16)).toString('hex')
        readLine(read, picks[i + 1]! < 0 ? null : buffer.subarray(picks[i + 1]!, picks[i + 2]!), { line: first + picks[i]!, digest }, rules)
      }
      return { read, copy: Buffer.from(read.copy) }
    },
    close: async () => {},
  }
}

/** What a thread may keep; more of it would only let garbage wait longer. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }
const FILE = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url)

interface Thread {
  worker: Worker
  pending: Map<number, Pending>
  /** Why it takes nothing any more. */
  fault?: Error
}

interface Pending { resolve: (result: ReadResult) => void, reject: (err: Error) => void }

/** A thread runs compiled code only; from the TypeScript source records are read inline. */
const hasThreads = FILE.pathname.endsWith('.js')

/** For a large feed threads, as far as there are any. */
export const readersFor = (setup: ThreadSetup, count: number): Readers => count > 0 && hasThreads ? threadReaders(setup, count) : inlineReader(setup)

/** Threads that read in parallel with the database's work, so that the service goes on answering meanwhile. */
function threadReaders (setup: ThreadSetup, count: number): Readers {
  const threads = Array.from({ length: count }, () => startThread(setup))
  let closing = false
  function startThread (workerData: ThreadSetup) {
    const worker = new Worker(FILE, { workerData, resourceLimits: LIMITS })
    const pending = new Map<number, Pending>()
    const thread: Thread = { worker, pending }
    const fail = (err: Error) => {
      thread.fault ??= err
      for (const { reject } of pending.values()) reject(err)
      pending.clear()
    }
    worker.on('message', ({ id, ...result }: ReadResult & { id: number }) => {
      pending.get(id)?.resolve(result)
      pending.delete(id)
    })
    worker.on('error', fail)
    worker.on('exit', () => fail(new Error(closing ? 'Reading was stopped.' : 'A reading thread ended by itself.')))
    worker.unref()
    return thread
  }
  let next = 0
  return {
    read: (task) => new Promise((resolve, reject) => {
      const thread = threads.reduce((idlest, one) => one.pending.size < idlest.pending.size ? one : idlest)
      if (thread.fault) return reject(thread.fault)
      const id = next++
      thread.pending.set(id, { resolve, reject })
      thread.worker.ref()
      thread.worker.postMessage({ id, ...task }, memoryOf(task.bytes))
    }),
    close: async () => {
      closing = true
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}
