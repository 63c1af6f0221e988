import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { DigestTask, ReadTask } from './read-tasks.ts'
import { digestLines, readLines } from './read-tasks.ts'
import type { ThreadSetup } from './readers.ts'
import { createRules, memoryOf } from './readers.ts'

// One of the threads that `readers.ts` starts: takes tasks, answers what they came to.
const rules = createRules(workerData as ThreadSetup)

// Whoever waits for an answer of the service comes first. Elsewhere than on Linux a priority is that of the whole process.
// It is a courtesy: where it is refused, the thread reads all the same.
if (process.platform === 'linux') try { setPriority(constants.priority.PRIORITY_LOW) } catch {}

parentPort!.on('message', ({ id, task }: { id: number, task: DigestTask | ReadTask }) => {
  if ('digests' in task) {
    const answer = readLines(task, rules)
    parentPort!.postMessage({ id, answer }, [...memoryOf(answer.copy), ...memoryOf(answer.units)])
  } else {
    const answer = digestLines(task)
    parentPort!.postMessage({ id, answer }, [...memoryOf(answer.bytes), ...memoryOf(answer.digests)])
  }
})
