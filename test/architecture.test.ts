import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import t from 'tap'

/** The floor-plan of ARCHITECTURE.md, bottom first. */
const floors = [
  ['config', 'calendar'],
  ['db'],
  ['journal'],
  ['http'],
  ['industries', 'localities'],
  ['sandbox'],
  ['auth', 'enterprises'],
  ['agencies', 'classification'],
  ['catalogue', 'changes', 'corrections', 'proposals', 'recognition', 'statistics', 'surveys', 'sync'],
  ['datasets', 'editions', 'plans', 'ranking', 'reports', 'returns'],
  ['app'],
  ['server', 'worker'],
  ['cli'],
]
const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)))
const slices = new Set(floors.slice(4, 10).flat())
const DOORS = ['tables.ts', 'queries.ts', 'commands.ts', 'schemas.ts']
const MAX_LINES = 300
const MAX_COMMAND_LINES = 30
const FORBIDDEN = /(^|\/)(shared|common|utils|helpers|lib|core|services|models|types)(\.ts|\/|$)/

const files = (await readdir('src', { recursive: true })).filter((f) => f.endsWith('.ts')).sort()
/** A file beside a folder of its name belongs to that room. */
const room = (file: string) => file.split('/')[0]!.replace(/\.ts$/, '')
const imports = (source: string) => [...source.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, specifier]) => specifier!)

t.ok(files.length > 10, 'sees the house')

for (const file of files) {
  t.test(file, async (t) => {
    const source = await readFile(join('src', file), 'utf8')
    const own = room(file)
    t.ok(floorOf.has(own), 'has a floor')
    t.notMatch(file, FORBIDDEN, 'is named by what it holds')
    t.match(basename(file), /^[a-z0-9]+(-[a-z0-9]+)*\.ts$/, 'is kebab-case')
    t.ok(source.split('\n').length <= MAX_LINES, `is at most ${MAX_LINES} lines`)
    if (file !== 'config.ts') t.notMatch(source, /process\.env/, 'leaves the environment to config.ts')
    for (const specifier of imports(source)) {
      const target = join(dirname(file), specifier)
      const other = room(target)
      if (other === own) {
        if (/(^|\/)(queries|commands)\.ts$/.test(file)) t.notMatch(target, /(routes|plugin)\.ts$/, `${file} knows no route`)
        continue
      }
      t.ok(floorOf.get(other)! < floorOf.get(own)!, `may import ${target}`)
      if (slices.has(own) && slices.has(other)) t.ok(DOORS.includes(basename(target)), `takes ${target} through a door`)
      if (/\/(routes|plugin)\.ts$/.test(target) && slices.has(other)) t.equal(own, 'app', `${target} is for app.ts alone`)
    }
    if (/(^|\/)(queries|commands)\.ts$/.test(file)) t.notMatch(source, /\b(FastifyRequest|FastifyReply|FastifyInstance)\b/, 'never sees a request')
  })
}

t.test('no two files import each other', async (t) => {
  const targets = new Map(await Promise.all(files.map(async (file) =>
    [file, new Set(imports(await readFile(join('src', file), 'utf8')).map((specifier) => join(dirname(file), specifier)))] as const)))
  for (const [file, own] of targets) for (const target of own) t.notOk(targets.get(target)?.has(file), `${file} and ${target}`)
})

// What `npm start` puts together stands in cli/start/, so that the command itself stays a table of contents.
for (const command of files.filter((f) => /^cli\/[^/]+$/.test(f))) {
  t.test(`${command} is a command, not a program`, async (t) => {
    const source = await readFile(join('src', command), 'utf8')
    t.ok(source.trimEnd().split('\n').length <= MAX_COMMAND_LINES, `is at most ${MAX_COMMAND_LINES} lines`)
  })
}
