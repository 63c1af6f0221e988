import { handoverFiles } from '../handover-files.ts'
import type { Register } from '../kept-register.ts'
import { folderOf, withKeptRegister } from '../kept-register.ts'
import { runProgram } from '../program.ts'
import { note, number, seconds } from '../screen.ts'

export type { Register } from '../kept-register.ts'

const NAME = 'bench-http'
export const CACHE = folderOf(NAME)

/** A register of so many enterprises that was loaded by the front door. */
export const withRegister = async <T>(size: number, signal: AbortSignal, work: (register: Register) => Promise<T>): Promise<T> =>
  await withKeptRegister({ name: NAME, fill: async (register) => await load(register, size) }, size, signal, async (register) => {
    // A restart empties the memory of PostgreSQL; no side is to be the one that fills it.
    await register.admin.query('select count(*), sum(length(name)), sum(position) from enterprise_versions where is_current')
    return await work(register)
  })

async function load (register: Register, size: number) {
  const files = await handoverFiles(size, register.signal)
  note(`Loading ${number(files.whole.records)} records by the front door; the next run finds them`)
  const { seconds: took } = await runProgram('cli/sync.js', ['--file', files.whole.path, '--cutoff', files.cutoff], register)
  note(`Loaded in ${seconds(took)}`)
}
