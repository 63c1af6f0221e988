// A process of its own, so that measuring waits for nothing that the benchmark does.
import { Agent, get } from 'node:http'
import { constants, setPriority } from 'node:os'
import type { Answers, Question } from './latency.ts'

const TICK_MS = 5
const LAST_ANSWERS_MS = 5000

try {
  // On a machine that is full, an asker in the queue for the processor would measure its own waiting.
  setPriority(constants.priority.PRIORITY_HIGH)
} catch {
  // Not allowed: it asks as it can.
}

const agent = new Agent({ keepAlive: true })
let measuring: (() => Promise<Answers>) | undefined

process.on('message', async (question: Question | 'stop') => {
  if (question !== 'stop') {
    measuring = ask(question)
    return
  }
  process.send!(await measuring!())
})
process.once('disconnect', () => process.exit())

/** Asks at a steady rate whether answers come or not, since one that waits for its answer would spare a slow server. */
function ask ({ url, codes, perSecond }: Question): () => Promise<Answers> {
  const milliseconds: number[] = []
  const began = performance.now()
  let asked = 0
  let open = 0
  let failed = 0
  const one = () => {
    const sent = performance.now()
    const fail = () => { failed++; open-- }
    open++
    get(`${url}/v1/enterprises/${codes[asked++ % codes.length]}`, { agent }, (answer) => {
      answer.resume().once('end', () => {
        milliseconds.push(performance.now() - sent)
        open--
        if (answer.statusCode !== 200) failed++
      })
    }).once('error', fail)
  }
  const timer = setInterval(() => {
    while (asked < (performance.now() - began) / 1000 * perSecond) one()
  }, TICK_MS)
  return async () => {
    clearInterval(timer)
    const until = performance.now() + LAST_ANSWERS_MS
    while (open > 0 && performance.now() < until) await new Promise((resolve) => { setTimeout(resolve, TICK_MS) })
    return { milliseconds, failed: failed + open }
  }
}
