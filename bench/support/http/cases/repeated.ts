import { number } from '../../screen.ts'
import type { Question, Side } from '../round.ts'
import { measure } from '../round.ts'
import type { Row, Stage } from '../stage.ts'
import { ask, get, notYet } from '../stage.ts'

const OTHERS = { least: 0.5 }
const UNCHANGED = { least: 0.55 }

/** Said in full, as a browser says it: an entity tag goes with language, media type and coding, and clients differ in what they say by themselves. */
const SAID = { accept: 'application/json', 'accept-language': 'vi', 'accept-encoding': 'gzip, deflate, br' }
const UNCODED = { ...SAID, 'accept-encoding': 'identity' }

/** Whoever asks has as much to read then, which on two cores is no less than what the service does. */
const sameBytes = (name: string) => `${name}: node:http, as many bytes`

/** What is asked again while nothing has changed, with and without the entity tag of the first answer. */
export async function repeated ({ service, hello, known, rounds, signal }: Stage): Promise<Row[]> {
  const list = get('/v1/enterprises', { province: '01', category: 'ii' })
  const asked: [string, Question, said?: typeof SAID][] = [
    ['counts per locality', get('/v1/statistics/localities')],
    ['list page of 50', list],
    ['list page of 50, uncoded', list, UNCODED],
    ['look-up by code', get(`/v1/enterprises/${known[0]!.code}`)],
    ['localities', get('/v1/localities')],
  ]
  const rows: (Row | string)[] = []
  const sides: Side[] = [{ name: 'bare node:http', url: hello.url, pid: hello.pid, questions: [get('/')] }]
  for (const [what, plain, said = SAID] of asked) {
    const question = { ...plain, headers: said }
    const reply = await ask(service.url, question)
    if (reply.status !== 200) {
      rows.push(notYet(`${what}, asked again`, reply, OTHERS))
      continue
    }
    rows.push(`${what}, asked again`)
    sides.push({ name: `${what}, asked again`, url: service.url, pid: service.pid, questions: [question] })
    const bytes = Number(reply.headers.get('content-length'))
    sides.push({ name: sameBytes(`${what}, asked again`), url: hello.url, pid: hello.pid, questions: [get(`/${bytes}`)] })
    const tag = reply.headers.get('etag')
    const name = `${what}, If-None-Match`
    const matching = { ...question, headers: { ...said, 'if-none-match': tag ?? '' } }
    if (tag === null || (await ask(service.url, matching)).status !== 304) {
      rows.push({ name, measured: '–', against: '–', reach: UNCHANGED, note: `not there yet (${tag === null ? 'no ETag' : 'no 304'})` })
      continue
    }
    rows.push(name)
    sides.push({ name, url: service.url, pid: service.pid, questions: [matching], status: 304 })
  }
  const [bare, ...own] = await measure(sides, rounds, signal)
  return rows.map((row) => {
    if (typeof row !== 'string') return row
    const speed = own.find(({ name }) => name === row)!
    const bytes = own.find(({ name }) => name === sameBytes(row))
    return {
      name: row, measured: `${number(speed.perSecond)}/s`, against: `node:http ${number(bare!.perSecond)}/s`, ratio: speed.perSecond / bare!.perSecond,
      reach: row.endsWith('If-None-Match') ? UNCHANGED : OTHERS, cpu: [speed.cpu, bare!.cpu],
      ...bytes && { note: `${(speed.perSecond / bytes.perSecond).toFixed(2)} × of as many bytes` },
    }
  })
}
