import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Day } from '../../calendar.ts'
import type { DerivationMaterial } from '../derivation.ts'
import { createDerivation } from '../derivation.ts'
import { codeIn, readRecord, readUnit } from '../sources/record-forms.ts'
import type { ReadingRules } from './read-line.ts'
import type { Digested, DigestTask, ReadResult, ReadTask } from './read-tasks.ts'
import { digestLines, readLines } from './read-tasks.ts'

export interface ThreadSetup {
  material: DerivationMaterial
  today: Day
}

/** What can be handed over instead of copied: not the pool in which Node keeps small buffers together. */
export const memoryOf = ({ buffer }: Uint8Array): ArrayBuffer[] => buffer.byteLength > Buffer.poolSize ? [buffer as ArrayBuffer] : []

/** Reads records, here or in threads of its own; the same rules either way. The bytes are handed over: whoever gave them cannot read them any more. */
export interface Readers {
  digest: (task: DigestTask) => Promise<Digested>
  read: (task: ReadTask) => Promise<ReadResult>
  close: () => Promise<void>
}

export const createRules = ({ material, today }: ThreadSetup): ReadingRules => ({ derivation: createDerivation(material), today, readRecord, readUnit, codeIn })

/** Without threads: for the few records of a pull, which are read before a thread would have started. */
function inlineReader (setup: ThreadSetup): Readers {
  const rules = createRules(setup)
  return {
    digest: async (task) => digestLines(task),
    read: async (task) => readLines(task, rules),
    close: async () => {},
  }
}

/** What a thread may keep; more of it would only let garbage wait longer. Measured: 16 MB of young objects cost 45 MB more and save no time. */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 4 }
const FILE = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url)

/** Work that waits for a thread before another one is started, in lines to be read: a start takes as long as some thousand. */
const ENOUGH_WORK = 500
/** Lines that are digested while one is read. */
const DIGESTS_PER_READ = 16

interface Thread {
  worker: Worker
  pending: Map<number, Pending>
  /** What it was given and has not answered, in lines to be read. */
  work: number
  /** Why it takes nothing any more. */
  fault?: Error
  /** Tells whoever waits, at once; what it answers still is nobody's. */
  fail: (err: Error) => void
}

interface Pending { work: number, resolve: (answer: never) => void, reject: (err: Error) => void }

/** A thread runs compiled code only; from the TypeScript source records are read inline. */
const hasThreads = FILE.pathname.endsWith('.js')

/** For a large feed threads, as far as there are any. */
export const readersFor = (setup: ThreadSetup, count: number): Readers => count > 0 && hasThreads ? threadReaders(setup, count) : inlineReader(setup)

/** Threads that read in parallel with the database's work, so that the service goes on answering meanwhile; as many as there is work for. */
function threadReaders (setup: ThreadSetup, count: number): Readers {
  const threads = [startThread(setup)]
  function startThread (workerData: ThreadSetup) {
    const worker = new Worker(FILE, { workerData, resourceLimits: LIMITS })
    const pending = new Map<number, Pending>()
    const fail = (err: Error) => {
      thread.fault ??= err
      for (const { reject } of pending.values()) reject(err)
      pending.clear()
    }
    const thread: Thread = { worker, pending, work: 0, fail }
    worker.on('message', ({ id, answer }: { id: number, answer: never }) => {
      const asked = pending.get(id)
      if (!asked) return
      const { work, resolve } = asked
      pending.delete(id)
      thread.work -= work
      resolve(answer)
    })
    worker.on('error', fail)
    worker.on('exit', () => fail(new Error('A reading thread ended by itself.')))
    worker.unref()
    return thread
  }
  let next = 0
  function ask<T> (task: DigestTask | ReadTask, work: number): Promise<T> {
    let thread = threads.reduce((idlest, one) => one.work < idlest.work ? one : idlest)
    if (thread.work > ENOUGH_WORK && threads.length < count) {
      thread = startThread(setup)
      threads.push(thread)
    }
    const { worker, pending, fault } = thread
    return new Promise((resolve, reject) => {
      if (fault) return reject(fault)
      const id = next++
      pending.set(id, { work, resolve, reject })
      thread.work += work
      worker.ref()
      worker.postMessage({ id, task }, memoryOf(task.bytes))
    })
  }
  const lines = ({ places }: DigestTask) => places.length / 3
  return {
    digest: (task) => ask(task, lines(task) / DIGESTS_PER_READ),
    read: (task) => ask(task, lines(task)),
    close: async () => {
      await Promise.all(threads.map(({ worker, fail }) => {
        fail(new Error('Reading was stopped.'))
        return worker.terminate()
      }))
    },
  }
}
