import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { note, number } from '../screen.ts'

export interface Question { path: string, method?: 'GET' | 'POST', headers?: Record<string, string>, body?: string }

/** One round of one side; the questions come with the first. */
export interface Order { list: number, questions?: Question[], url: string, seconds: number, connections: number, amount?: number | undefined }
/** `good` counts the answers of a generator that does not tell statuses apart. */
export interface Round { answers: number, perSecond: number, statuses: Record<string, number>, failed: number, asked: number }

/** Who is asked what. */
export interface Side {
  name: string
  url: string
  pid: number
  questions: Question[]
  /** 200 where it does not say. */
  status?: number
}

/** Medians over the rounds. */
export interface Speed {
  name: string
  perSecond: number
  /** Processor time of the server's process, in µs; undefined where the system does not tell. */
  cpu: number | undefined
  /** Whether questions came more than once. */
  repeated: boolean
  /** The share of requests that it was too busy to answer (5xx); they do not count. */
  refused: number
}

const SECONDS = 2
/** For a side that is so slow that it answers less than each connection once. */
const LONGEST_SECONDS = 32
const CONNECTIONS = 64
/** Of the kernel's accounting, the same on every Linux that Node runs on. */
const TICKS_A_SECOND = 100

/** Asks the sides in turn, round by round, so that a neighbour on the machine meets all of them; for some seconds, or so many questions a round. */
export async function measure (sides: Side[], rounds: number, signal: AbortSignal, amount?: number): Promise<Speed[]> {
  const generator = fork(fileURLToPath(new URL('generator.ts', import.meta.url)), { signal })
  generator.on('error', () => undefined)
  const ended = once(generator, 'exit').then(() => { throw new Error('The load generator has ended.') })
  // Whoever races with it hears of it; at the end nobody does.
  ended.catch(() => undefined)
  const seen = sides.map(() => ({ perSecond: [] as number[], cpu: [] as number[], asked: 0, refused: 0, answers: 0, seconds: SECONDS }))
  const askSide = async (list: number, round: number): Promise<void> => {
    signal.throwIfAborted()
    const [{ name, url, pid, questions, status = 200 }, side] = [sides[list]!, seen[list]!]
    const before = await processorTicks(pid)
    generator.send({ list, url, seconds: side.seconds, connections: CONNECTIONS, amount, ...round === 0 && { questions } } satisfies Order)
    const [answer] = await Promise.race([once(generator, 'message', { signal }), ended]) as [Round]
    const ticks = await processorTicks(pid) - before
    await drain(url, questions[0]!)
    const right = answer.statuses[status] ?? answer.statuses['good'] ?? 0
    const refused = Object.entries(answer.statuses).reduce((sum, [code, count]) => Number(code) >= 500 ? sum + count : sum, 0)
    if (answer.failed > 0 || right + refused !== answer.answers) throw new Error(`${name} answers ${questions[0]!.path} with ${JSON.stringify(answer.statuses)}, ${answer.failed} failed`)
    side.asked = answer.asked
    if (round === 0) {
      if (amount !== undefined || answer.answers >= CONNECTIONS || side.seconds >= LONGEST_SECONDS) return
      side.seconds *= 2
      return await askSide(list, round)
    }
    side.refused += refused
    side.answers += answer.answers
    side.perSecond.push(right === 0 ? 0 : answer.perSecond * right / answer.answers)
    side.cpu.push(ticks / TICKS_A_SECOND * 1e6 / Math.max(1, answer.answers))
  }
  try {
    // The first round warms up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const list of sides.keys()) await askSide(list, round)
    }
  } finally {
    generator.kill()
  }
  return sides.map(({ name, questions }, index) => {
    const { perSecond, cpu, asked, refused, answers } = seen[index]!
    const speed = { name, perSecond: median(perSecond), cpu: Number.isNaN(median(cpu)) ? undefined : median(cpu), repeated: asked > questions.length, refused: answers === 0 ? 0 : refused / answers }
    note(`  ${name}: ${number(speed.perSecond)} a second, ${speed.cpu?.toFixed(0) ?? '?'} µs of processor each${speed.refused > 0 ? `, ${(speed.refused * 100).toFixed(0)} % refused` : ''}`)
    return speed
  })
}

/** What was cut off at the end of a round still waits in the server: nobody else is asked before that is done. */
async function drain (url: string, { path, ...init }: Question) {
  await (await fetch(`${url}${path}`, init)).arrayBuffer()
}

/** What a reader of the table has to know of a side. */
export const reservation = (ours: Speed, other: Speed): string | undefined => {
  const refused = [ours, other].filter((side) => side.refused > 0).map(({ name, refused }) => `${name} refused ${(refused * 100).toFixed(0)} %`)
  return [...ours.repeated ? ['questions came again'] : [], ...refused].join('; ') || undefined
}

export function median (values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const percentile = (values: number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** User and system time of a process. */
async function processorTicks (pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
