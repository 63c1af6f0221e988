import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export const shell = promisify(execFile)

/** Printed behind each block of commands, to tell their answers apart. */
const END = '-- end of block --'
const REST = '…'
/** They are others at each start; of these only the type is compared. */
const PASSING = new Set(['id', 'position', 'firstPosition', 'lastPosition', 'bytes', 'durationMs'])

export interface Step { title: string, commands: string, status?: string, answer?: unknown }

/** The commands of a walk in order, each with the answer that is shown below it. */
export async function readWalk (file: string): Promise<Step[]> {
  const text = await readFile(file, 'utf8')
  return text.split(/^(?=## )/m).flatMap((section) =>
    [...section.matchAll(/^```bash\n(.*?)^```$(?:\n\n```jsonc\n\/\/ (\d{3})\n(.*?)^```$)?/gms)].map(([, commands = '', status, answer], i) => ({
      title: `${/^## (.*)/.exec(section)?.[1] ?? 'the beginning'}, block ${i + 1}`,
      commands,
      ...status !== undefined && answer !== undefined && { status, answer: JSON.parse(answer) as unknown },
    })))
}

/** Where an answer differs from what is shown of it, by path. */
export function differences (shown: unknown, found: unknown, path = ''): string[] {
  if (shown === REST) return []
  if (Array.isArray(shown)) {
    if (!Array.isArray(found)) return [`${path} is no list`]
    const items = shown.at(-1) === REST ? shown.slice(0, -1) : shown
    if (items.length === shown.length ? found.length !== items.length : found.length <= items.length) return [`${path} has ${found.length} items`]
    return items.flatMap((item, i) => differences(item, found[i], `${path}[${i}]`))
  }
  if (typeof shown === 'object' && shown !== null) {
    if (typeof found !== 'object' || found === null) return [`${path} is no object`]
    return Object.entries(shown).flatMap(([name, value]) => PASSING.has(name)
      ? typeof value === typeof (found as Record<string, unknown>)[name] ? [] : [`${path}.${name} is another type`]
      : differences(value, (found as Record<string, unknown>)[name], `${path}.${name}`))
  }
  return shown === found ? [] : [`${path} is ${JSON.stringify(found)}, not ${JSON.stringify(shown)}`]
}

/** Types all commands into one shell, as a reader does, and answers what each block printed. */
export async function walk (steps: Step[], folder: string, edit: (script: string) => string): Promise<string[]> {
  const script = edit(steps.map(({ commands }) => `${commands}\necho '${END}'\n`).join(''))
  const { stdout } = await shell('bash', ['-u', '-c', script], { cwd: folder, timeout: 600_000 })
  return stdout.split(`${END}\n`)
}
