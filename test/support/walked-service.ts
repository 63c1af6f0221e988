import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { dataDirs, freePort, KEY, READY, run } from '../cli/command.ts'
import { createDatabase } from './database.ts'
import { differences, readWalk, shell, walk } from './walk.ts'

/** A service just started, for somebody who types what documents say into a shell. */
export async function walkedService (t: Test, name: string) {
  if (!await shell('bash', ['-c', 'command -v curl']).then(() => true, () => false)) {
    t.plan(0, 'curl is not installed')
    process.exit()
  }
  const port = await freePort()
  const { data } = await dataDirs(t, 'data')
  const service = run(t, 'start', { DATA_DIR: data, PORT: port, SANDBOX_SIZE: '1000', POLL_SECONDS: '86400', DATABASE_URL: await createDatabase(t, { seeds: true }) })
  const [, key = ''] = await service.says(KEY)
  await service.says(READY)
  const folder = await mkdtemp(join(tmpdir(), `${name}-walk-`))
  t.teardown(() => rm(folder, { recursive: true, force: true }))

  /** Types what a document says and compares the answers; returns what the blocks printed that show none. */
  async function walkThrough (t: Test, document: string, least: number): Promise<string[]> {
    const steps = await readWalk(document)
    t.ok(steps.filter(({ answer }) => answer !== undefined).length >= least, 'finds the commands and answers')
    const printed = await walk(steps, folder, (script) => script.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`).replace(/vdr_…/, key))
    for (const [i, { title, status, answer }] of steps.entries()) {
      if (status === undefined) continue
      const [body = '', got] = printed[i]!.trimEnd().split('\n').slice(-2)
      t.equal(got, status, `the status of ${title}`)
      t.strictSame(differences(answer, JSON.parse(body)), [], title)
    }
    return steps.flatMap(({ status }, i) => status === undefined ? [printed[i]!.trim()] : [])
  }
  return { service, walkThrough }
}
