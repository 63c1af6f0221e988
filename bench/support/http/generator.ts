// A process of its own: what the load costs its maker is no part of the server's time.
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import autocannon from 'autocannon'
import type { Order, Question, Round } from './round.ts'

/** Reads an answer with a fraction of autocannon's work, which on two cores is what limits a quick server else. */
const hasWrk = spawnSync('wrk', ['--version'], { stdio: 'ignore' }).error === undefined

const lists = new Map<number, { questions: Question[], next: number }>()

process.on('message', async ({ list, questions, url, seconds, connections, amount }: Order) => {
  if (questions) lists.set(list, { questions, next: 0 })
  const own = lists.get(list)!
  const first = own.questions[0]!
  if (hasWrk && amount === undefined && own.questions.length === 1 && (first.method ?? 'GET') === 'GET') {
    process.send!(await askByWrk(`${url}${first.path}`, first.headers ?? {}, { seconds, connections }))
    return
  }
  // Requests that are all the same are built once, so that the generator is not what is measured.
  const several = own.questions.length > 1
  const result = await autocannon({
    url, connections, ...amount === undefined ? { duration: seconds } : { amount }, pipelining: 1, timeout: 60,
    requests: [{
      method: first.method ?? 'GET', path: first.path, headers: { ...first.headers }, ...first.body !== undefined && { body: first.body },
      ...several && { setupRequest: (request: autocannon.Request) => Object.assign(request, own.questions[own.next++ % own.questions.length]) },
    }],
  })
  const statuses = Object.fromEntries(Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => [code, Number(count)]))
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0)
  process.send!({ answers, perSecond: answers / result.duration, statuses, failed: result.errors + result.timeouts, asked: own.next } satisfies Round)
})
process.once('disconnect', () => process.exit())

/** It tells answers that are neither 2xx nor 3xx; what a good one is was seen before. */
async function askByWrk (url: string, headers: Record<string, string>, { seconds, connections }: { seconds: number, connections: number }): Promise<Round> {
  const said = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '60s', ...said, url])
  const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? 0)
  const answers = figure(/(\d+) requests in/)
  const other = figure(/Non-2xx or 3xx responses: (\d+)/)
  const failed = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)?.slice(1).reduce((sum, count) => sum + Number(count), 0) ?? 0
  return { answers, perSecond: figure(/Requests\/sec:\s+([\d.]+)/), statuses: { good: answers - other, ...other > 0 && { other } }, failed, asked: answers }
}
