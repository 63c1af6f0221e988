import { isDeepStrictEqual } from 'node:util'
import { number } from '../../screen.ts'
import type { Count, CountQuestion, ListQuestion } from '../peers.ts'
import type { Question, Side, Speed } from '../round.ts'
import { measure, reservation } from '../round.ts'
import type { Row, Stage } from '../stage.ts'
import { ask, countQuestions, get, listQuestions, notYet } from '../stage.ts'

const CHECKED = 20

/** Codes in an order of chance, each asked once. */
export async function lookUp (stage: Stage): Promise<Row[]> {
  const { service, fastify, peers, known, rounds, signal } = stage
  const own = known.map(({ code }) => get(`/v1/enterprises/${code}`))
  const bare = known.map(({ code }) => get(`/enterprises/${code}`))
  await alike(stage, own, bare, (body) => [JSON.parse(body) as object])
  for (const peer of peers) {
    for (const enterprise of known.slice(0, CHECKED)) {
      const { body } = await ask(peer.server.url, peer.find(enterprise))
      if (!isDeepStrictEqual(peer.codesOf(body), [enterprise.code])) throw new Error(`${peer.name} does not find ${enterprise.code}: ${body.slice(0, 500)}`)
    }
  }
  const speeds = await measure([
    { name: 'the service', ...service, questions: own },
    { name: 'bare Fastify + pg', ...fastify, questions: bare },
    ...peers.map((peer): Side => ({ name: peer.name, ...peer.server, questions: known.map(peer.find) })),
  ], rounds, signal)
  return against('look-up by code, never asked before', speeds, 0.8, 1.2)
}

/** Full first pages of 50, each by another province, set of statuses and set of bases. */
export async function list (stage: Stage): Promise<Row[]> {
  const { service, fastify, peers, rounds, signal } = stage
  const questions = await listQuestions(stage)
  const own = questions.map((question) => get('/v1/enterprises', { ...question }))
  const bare = questions.map((question) => get('/enterprises', { ...question }))
  const items = (body: string) => (JSON.parse(body) as { items: { code: string }[] }).items
  await alike(stage, own, bare, items)
  for (const peer of peers) {
    for (const [index, question] of questions.slice(0, CHECKED).entries()) {
      const [ours, theirs] = [await ask(service.url, own[index]!), await ask(peer.server.url, peer.list(question))]
      if (!isDeepStrictEqual(peer.codesOf(theirs.body), items(ours.body).map(({ code }) => code))) throw new Error(`${peer.name} lists others for ${JSON.stringify(question)}: ${theirs.body.slice(0, 500)}`)
    }
  }
  const speeds = await measure([
    { name: 'the service', ...service, questions: own },
    { name: 'bare Fastify + pg', ...fastify, questions: bare },
    ...peers.map((peer): Side => ({ name: peer.name, ...peer.server, questions: questions.map((question: ListQuestion) => peer.list(question)) })),
  ], rounds, signal)
  return against('list page of 50 by province and category, cold', speeds, 1, 1.3)
}

/** Counts by another set of statuses, bases and ownerships each time. */
export async function counts (stage: Stage): Promise<Row[]> {
  const { service, peers, rounds, signal } = stage
  const questions = countQuestions()
  const own = questions.map((question) => get('/v1/statistics/localities', { ...question }))
  const name = 'counts per province × category, cold'
  const first = await ask(service.url, own[0]!)
  if (first.status !== 200) return [notYet(name, first, { least: 20 })]
  for (const peer of peers) await sameCounts(stage, peer.name, questions.slice(0, 5), own, async (question) => peer.countsOf((await ask(peer.server.url, peer.count(question))).body))
  const speeds = await measure([
    { name: 'the service', ...service, questions: own },
    ...peers.map((peer): Side => ({ name: peer.name, ...peer.server, questions: questions.map(peer.count) })),
  ], rounds, signal)
  const [ours, ...theirs] = speeds
  const repeats = ours!.repeated ? 'questions came again' : undefined
  if (theirs.length === 0) return [{ name, measured: `${number(ours!.perSecond)}/s`, against: 'no peer', reach: { least: 20 }, cpu: [ours!.cpu, undefined], ...repeats && { note: repeats } }]
  return theirs.map((peer) => row(name, ours!, peer, 20))
}

/** A yardstick that answers less, or something else, is none. */
async function alike ({ service, fastify }: Stage, own: Question[], bare: Question[], itemsOf: (body: string) => object[]) {
  for (let index = 0; index < Math.min(CHECKED, own.length); index++) {
    const [ours, theirs] = [await ask(service.url, own[index]!), await ask(fastify.url, bare[index]!)]
    if (ours.status !== 200 || theirs.status !== 200) throw new Error(`${own[index]!.path} is answered with ${ours.status} and by the yardstick with ${theirs.status}: ${ours.body.slice(0, 500)} ${theirs.body.slice(0, 500)}`)
    const [mine, yardstick] = [itemsOf(ours.body), itemsOf(theirs.body)]
    if (mine.length !== yardstick.length) throw new Error(`${own[index]!.path} has ${mine.length} items, by the yardstick ${yardstick.length}.`)
    for (const [at, item] of yardstick.entries()) {
      for (const [member, value] of Object.entries(item)) {
        const said = (mine[at] as Record<string, unknown>)[member]
        if (!isDeepStrictEqual(said, value)) throw new Error(`${own[index]!.path}: ${member} is ${JSON.stringify(said)}, by the yardstick ${JSON.stringify(value)}.`)
      }
    }
  }
}

async function sameCounts ({ service }: Stage, name: string, questions: CountQuestion[], own: Question[], count: (question: CountQuestion) => Promise<Count[]>) {
  for (const [index, question] of questions.entries()) {
    const { localities } = JSON.parse((await ask(service.url, own[index]!)).body) as { localities: Record<string, string | number>[] }
    const theirs = (await count(question)).filter(({ category }) => category !== null)
    const sum = (province: string, category: string) => theirs.find((one) => one.province === province && one.category === category)?.enterprises ?? 0
    for (const locality of localities) {
      for (const category of ['i', 'ii', 'iii', 'iv']) {
        if (locality[category] !== sum(String(locality['code']), category)) throw new Error(`${name} counts ${sum(String(locality['code']), category)} and the service ${locality[category]} of ${category} in ${locality['code']} for ${JSON.stringify(question)}.`)
      }
    }
  }
}

function against (name: string, [ours, bare, ...peers]: Speed[], ofBare: number, ofPeers: number): Row[] {
  const fastest = peers.toSorted((a, b) => b.perSecond - a.perSecond)
  return [row(name, ours!, bare!, ofBare), ...fastest.map((peer, index) => row(name, ours!, peer, index === 0 ? ofPeers : undefined))]
}

const row = (name: string, ours: Speed, other: Speed, least: number | undefined): Row => withNote(reservation(ours, other), {
  name, measured: `${number(ours.perSecond)}/s`, against: `${other.name} ${number(other.perSecond)}/s`, ratio: ours.perSecond / other.perSecond,
  ...least !== undefined && { reach: { least } }, cpu: [ours.cpu, other.cpu],
})

const withNote = (note: string | undefined, of: Row): Row => note === undefined ? of : { ...of, note }
