import { note } from '../../screen.ts'
import type { Question } from '../round.ts'
import { median, percentile } from '../round.ts'
import type { Reply, Row, Stage } from '../stage.ts'
import { ALL_BASES, ALL_STATUSES, ask, get, notYet } from '../stage.ts'

const everything = { status: ALL_STATUSES.join(','), basis: ALL_BASES.join(',') }
const ms = (value: number) => `${value.toFixed(2)} ms`
const CURSORS = 20
const PAGE = 50

/** Milliseconds of one question after the other, on one connection. */
async function latencies (url: string, questions: Question[], check: (reply: Reply) => void): Promise<number[]> {
  const took: number[] = []
  for (const question of questions) {
    const began = performance.now()
    const reply = await ask(url, question)
    took.push(performance.now() - began)
    check(reply)
  }
  return took
}

const expectOk = ({ status, body }: Reply) => { if (status !== 200) throw new Error(`${status}: ${body.slice(0, 500)}`) }

/** Walks the whole list, then asks for pages at both of its ends in turn; no page of the same size twice. */
export async function paging ({ service, rounds, signal }: Stage): Promise<Row[]> {
  let next: string | null = null
  let walked = 0
  const cursorsOf = async (from: string | null, limit: number) => {
    const reply: Reply = await ask(service.url, get('/v1/enterprises', { ...everything, limit, ...from !== null && { cursor: from } }))
    expectOk(reply)
    return JSON.parse(reply.body) as { items: unknown[], next: string | null }
  }
  let last: string | null = null
  for (let page = await cursorsOf(null, 1000); ; page = await cursorsOf(next, 1000)) {
    signal.throwIfAborted()
    walked += page.items.length
    // The page that is left over may be short: the ones before it are asked for.
    if (page.next !== null && page.items.length === 1000) last = next
    if (page.next === null) break
    next = page.next
  }
  const ends = { head: [] as string[], tail: [] as string[] }
  for (const [end, from] of [['head', null], ['tail', last]] as const) {
    for (let at: string | null = from; ends[end].length < CURSORS;) {
      const page = await cursorsOf(at, PAGE)
      if (page.next === null) break
      at = page.next
      ends[end].push(at)
    }
  }
  const took = { head: [] as number[], tail: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    for (const end of ['head', 'tail'] as const) {
      const some = await latencies(service.url, ends[end].map((cursor) => get('/v1/enterprises', { ...everything, limit: PAGE + round, cursor })), expectOk)
      if (round > 0) took[end].push(median(some))
    }
  }
  const [head, tail] = [median(took.head), median(took.tail)]
  return [{ name: `last pages of ${walked.toLocaleString('en-US')} against the first`, measured: ms(tail), against: ms(head), ratio: tail / head, reach: { most: 1.2 } }]
}

const TERMS = 200

type Make = (name: string, index: number) => string | undefined

const MAKERS: Record<'words' | 'prefix' | 'substring' | 'fuzzy', { reach: number, make: Make }> = {
  words: { reach: 5, make: (name, index) => { const words = name.split(' '); return words.length < 4 ? undefined : [words[words.length - 1 - index % 2], words[words.length - 2 - index % 2]].join(' ') } },
  prefix: { reach: 2, make: (name, index) => name.slice(0, 12 + index % 16).trim() },
  substring: { reach: 10, make: (name) => name.split(' ').slice(-2).join(' ').slice(1, -1) },
  fuzzy: { reach: 50, make: (name) => { const word = longest(name); return word.length < 5 ? undefined : name.toLowerCase().replace(word.toLowerCase(), `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`.toLowerCase()) } },
}
const longest = (name: string) => name.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? ''

/** p95 on one connection, by texts made from names of the register: each text once. */
export async function search ({ register, service, known }: Stage): Promise<Row[]> {
  const { rows } = await register.admin.query<{ name: string }>('select name from enterprise_versions where is_current and presence = \'present\' and status = \'active\' and basis = \'derived\' order by md5(code) limit $1', [TERMS * 4])
  const names = [...new Set(rows.map(({ name }) => name))]
  const result: Row[] = []
  for (const path of ['/v1/enterprises', '/v1/enterprises/suggest']) {
    for (const [kind, { reach, make }] of Object.entries(MAKERS)) {
      const texts = [...new Set(names.map(make).filter((text) => text !== undefined))].slice(0, TERMS)
      const name = `${path === '/v1/enterprises' ? 'search' : 'suggest'}, ${kind}, p95 (${known.length.toLocaleString('en-US')} names)`
      const questions = texts.map((q) => get(path, { q }))
      const first = await ask(service.url, questions[0]!)
      if (first.status !== 200) {
        result.push(notYet(name, first, { most: 1 }))
        continue
      }
      let found = 0
      const all = await latencies(service.url, questions, (reply) => {
        expectOk(reply)
        if ((JSON.parse(reply.body) as { items: unknown[] }).items.length > 0) found++
      })
      const p95 = percentile(all.slice(10), 0.95)
      note(`  ${name}: p50 ${ms(median(all))}, p95 ${ms(p95)}, ${found} of ${texts.length} find something`)
      result.push({
        name, measured: ms(p95), against: `${reach} ms`, reach: { most: 1 },
        // An answer that finds nothing is quick, and no search of that kind.
        ...found < texts.length * 0.9 ? { note: `finds ${found} of ${texts.length}` } : { ratio: p95 / reach },
      })
    }
  }
  return result
}
