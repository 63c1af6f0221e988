import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFile, writeFile } from 'node:fs/promises'
import type { FastifyInstance, InjectOptions, RouteOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../src/auth/commands.ts'
import { BY_BODY, BY_PROVINCE } from '../src/auth/schemas.ts'
import { createDatabase } from './support/database.ts'
import { testApp } from './support/app.ts'

const DOCUMENT = 'docs/access.md'
const CALLERS = ['anonymous', 'feed:write', 'feed:release', 'publish', 'webhooks', 'decide:48', 'catalogue:48', 'reports:48', 'submit:most', 'admin'] as const
const OPEN = '●'

/** Every route as it is registered, those that no description has among them. */
const routes: { method: string, url: string, access: unknown }[] = []
const listen = (message: unknown) => {
  (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, url, access: (config as { access?: unknown } | undefined)?.access })
  })
}
subscribe('fastify.initialization', listen)
const app = await testApp(t, { databaseUrl: await createDatabase(t, { seeds: true }) })
unsubscribe('fastify.initialization', listen)
t.ok(routes.length > 60, 'sees the routes')

t.test('every route says who may call it', async (t) => {
  // The page of Swagger UI registers its routes itself; it is given its access by a hook that comes after this one.
  const own = routes.filter(({ url }) => !url.startsWith('/docs'))
  t.strictSame(own.filter(({ access }) => access === undefined).map(({ method, url }) => `${method} ${url}`), [])
})

t.test('who may call what is as docs/access.md says', async (t) => {
  const keys = new Map<string, string>()
  for (const scope of CALLERS.slice(1)) keys.set(scope, (await issueKey(app.db, { label: scope, scopes: [scope as 'admin'] })).key)

  /** What the caller meets: the door, or whatever is behind it. A parameter that no route has keeps anything from being done there. */
  async function meets ({ method, url }: typeof routes[number], caller: string): Promise<string> {
    const key = keys.get(caller)
    const address = url.replaceAll('*', 'x').replace(/:\w+/g, '1')
    const { statusCode } = await app.inject({ method: method as NonNullable<InjectOptions['method']>, url: `${address}?nonsense=1`, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })
    return statusCode === 401 || statusCode === 403 ? String(statusCode) : OPEN
  }

  const rows = new Map<string, string>()
  for (const route of routes) {
    if (route.method === 'OPTIONS' || /^\/docs\/.+/.test(route.url)) continue
    const cells: string[] = []
    for (const caller of CALLERS) cells.push(await meets(route, caller))
    const name = `${route.method} ${route.url.replace(/(?<=.)\/$/, '').replace(/:(\w+)/g, '{$1}')}`
    rows.set(name, `| \`${name}\` | ${cells.join(' | ')} |`)
    const wanted = CALLERS.map((caller) => {
      if (route.access === 'public' || route.url.startsWith('/docs')) return OPEN
      if (caller === 'anonymous') return '401'
      return caller === 'admin' || [route.access].flat().includes(caller.replace(/:(48|most)$/, '')) ? OPEN : '403'
    })
    t.strictSame(cells, wanted, `${name} is as open as it says`)
  }
  const byAddress = [...rows].sort(([a], [b]) => a.split(' ')[1]! < b.split(' ')[1]! ? -1 : a.split(' ')[1]! > b.split(' ')[1]! ? 1 : a < b ? -1 : 1).map(([, row]) => row)
  const shown = CALLERS.map((caller) => [...BY_PROVINCE, ...BY_BODY].some((name) => caller.startsWith(name)) ? `\`${caller.replace('48', '{province}').replace('most', '{agency}')}\`` : caller === 'anonymous' ? caller : `\`${caller}\``)
  const matrix = [`| Route | ${shown.join(' | ')} |`, `|---|${'---|'.repeat(CALLERS.length)}`, ...byAddress].join('\n')
  t.comment(matrix)
  const document = await readFile(DOCUMENT, 'utf8')
  const [before = '', after] = document.split(/(?<=<!-- matrix -->\n)[\s\S]*(?=<!-- end -->)/)
  t.ok(after, 'has the place of the matrix')
  if (process.env['UPDATE_ACCESS'] === '1') await writeFile(DOCUMENT, `${before}\n${matrix}\n\n${after}`)
  else t.equal(document, `${before}\n${matrix}\n\n${after}`, 'written anew by UPDATE_ACCESS=1 npx tsx test/access.test.ts')
})
