// A process of its own: what the load costs its maker is no part of the server's time.
import autocannon from 'autocannon'
import type { Order, Question, Round } from './round.ts'

const lists = new Map<number, { questions: Question[], next: number }>()

process.on('message', async ({ list, questions, url, seconds, connections }: Order) => {
  if (questions) lists.set(list, { questions, next: 0 })
  const own = lists.get(list)!
  const first = own.questions[0]!
  // Requests that are all the same are built once, so that the generator is not what is measured.
  const several = own.questions.length > 1
  const result = await autocannon({
    url, connections, duration: seconds, pipelining: 1, timeout: 60,
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
