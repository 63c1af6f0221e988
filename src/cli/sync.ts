import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addDays, dayOf, isDay } from '../calendar.ts'
import { configOrExit } from '../config.ts'
import { loadFile } from '../sync/load-file.ts'
import { pull } from '../sync/pull.ts'
import { loadSeeds, withDatabase } from './start/database.ts'
import { brokenFile, command, UsageError } from './start/failure.ts'
import { checkSource } from './start/feed.ts'
import { progress, sayRun } from './start/screen.ts'

await command(async () => {
  const config = configOrExit()
  const now = new Date()
  const { file, cutoff = addDays(dayOf(now), -1) } = parseArgs({ options: { file: { type: 'string' }, cutoff: { type: 'string' } } }).values
  if (!isDay(cutoff)) throw new UsageError(`--cutoff is the last day that the file tells of, YYYY-MM-DD; "${cutoff}" is none.`)
  const path = file === undefined ? undefined : resolve(file)
  if (path) await access(path).catch(() => { throw new UsageError(`There is no file ${path} that can be read.`) })
  if (!path && !config.nbrs.service) throw new UsageError('Say what to read: --file FILE [--cutoff YYYY-MM-DD], or set NBRS_BASE_URL and its three companions.')
  await withDatabase(config, async (database) => {
    await loadSeeds(database)
    await checkSource(database.db, 'nbrs')
    const options = { ...database, vsic: config.nbrs.vsic, now: () => now, thresholds: config.thresholds, onProgress: progress('Reading') }
    const run = path ? await loadFile({ source: 'nbrs', path, cutoff }, options).catch(brokenFile(path)) : await pull('nbrs', config.nbrs.service!, options)
    if (!run) throw new UsageError('There is no first load to go on from: load the hand-over file with --file first.')
    sayRun(run)
    process.exitCode = run.state === 'held' ? 3 : run.state === 'failed' ? 1 : 0
  })
})
