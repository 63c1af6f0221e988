import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import t from 'tap'
import { codeOf, feedRecord } from './support/feed.ts'
import { testRegister } from './support/register.ts'

// Named at run time: the types that it imports are made by the first test.
const CLIENT = '../docs/client/registry'
const { registry, RegistryProblem } = await import(`${CLIENT}${extname(import.meta.url)}`)

t.test('the types that are made of the description compile under --strict, and the client with them', async (t) => {
  const types = astToString(await openapiTS(pathToFileURL('openapi/openapi.yaml')))
  t.match(types, 'listEnterprises')
  await writeFile('docs/client/api.d.ts', types)
  // Its own check of the declarations too: skipLibCheck would leave them out.
  const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'docs/client/tsconfig.json']).catch((err) => err)
  t.equal(stdout, '')
})

t.test('the client reads every page of the registry, and tells problems apart', async (t) => {
  const { app } = await testRegister(t, Array.from({ length: 1203 }, (_, n) => feedRecord({ code: codeOf(n + 1) })))
  const address = `${await app.listen({ port: 0, host: '127.0.0.1' })}/v1`
  const client = registry(address, { language: 'en' })
  const codes = new Set<string>()
  for await (const { code } of client.enterprises({ basis: ['candidate', 'derived'] })) codes.add(code)
  t.equal(codes.size, 1203)
  const [code] = codes
  t.match(await client.enterprise(code), { code })
  t.equal(await client.enterprise(codeOf(5000)), undefined)
  const problem = await client.enterprise('0000000000').catch((err: unknown) => err)
  t.match(problem, { name: RegistryProblem.name, problem: { type: '/problems/invalid-request', status: 400, errors: [{ path: 'code' }] } })
  t.equal((await client.countsByLocality()).nation.total, 1203)
})

t.test('the client asks with what it knows, and waits as long as it is told', async (t) => {
  const asked: (string | undefined)[] = []
  const replies = [[503, { 'retry-after': '0' }], [200, { etag: '"1"' }], [304, {}], [200, { etag: '"2"' }], [304, {}], ...Array<[number, object]>(3).fill([429, { 'retry-after': '0' }])] as [number, object][]
  const server = createServer((request, response) => {
    asked.push(request.headers['if-none-match'])
    const [status, headers] = replies.shift()!
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers })
    response.end(status === 304 ? undefined : JSON.stringify(status === 200 ? { nation: { total: asked.length } } : { type: '/problems/too-many-requests', title: 'T', status, detail: 'D' }))
  })
  t.teardown(() => server.close())
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const client = registry(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
  const total = async () => (await client.countsByLocality()).nation.total
  t.strictSame([await total(), await total(), await total(), await total()], [2, 2, 4, 4], 'what is known is not sent again')
  t.strictSame(asked, [undefined, undefined, '"1"', '"1"', '"2"'])
  t.match(await total().catch((err: unknown) => err), { name: RegistryProblem.name, problem: { status: 429 } }, 'and gives up in the end')
})
