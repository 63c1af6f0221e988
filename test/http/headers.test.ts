import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'
import t from 'tap'
import { STATIC_HEADERS } from '../../src/http/headers.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'

/** What helmet would set with our choices, which are tighter than its own for an API that serves no page. */
async function byHelmet (): Promise<Record<string, string>> {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    xFrameOptions: { action: 'deny' },
  })
  await new Promise<void>((resolve, reject) => protect(response.req, response, (err) => err ? reject(err as Error) : resolve()))
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, name === 'content-security-policy' ? String(value).replaceAll(';', '; ') : String(value)]))
}

/** About the API and who may read it, which is none of helmet's business. */
const isOurs = (name: string) => name === 'api-version' || name.startsWith('access-control-')

t.test('the security headers are those that helmet sets, neither more nor less', async (t) => {
  t.strictSame(Object.fromEntries(Object.entries(STATIC_HEADERS).filter(([name]) => !isOurs(name))), await byHelmet())
})

t.test('they are on every kind of answer, and none says what the service is made with', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE })
  for (const url of ['/health/live', '/v1/limits', '/v1/enterprises?limit=x', '/no-such-thing', '/v1/enterprises']) {
    const { headers, statusCode } = await app.inject(url)
    for (const [name, value] of Object.entries(STATIC_HEADERS)) t.equal(headers[name], value, `${name} on ${url} (${statusCode})`)
    t.notOk(headers['x-powered-by'] ?? headers['server'], url)
  }
})
