import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answers } from './answers.ts'
import { createFaults } from './faults.ts'
import type { Fault, Faults } from './faults.ts'
import { Tokens } from './tokens.ts'
import type { World } from './world.ts'

export interface SandboxOptions {
  world: World
  /** The sandbox's clock; what happens after it is not told. */
  now?: () => Date
  faults?: Faults
  clientId?: string
  clientSecret?: string
  tokenSeconds?: number
}

export const API_PREFIX = '/apiCSDLDKDN/1.0'
export const DEFAULT_CLIENT = { clientId: 'sandbox', clientSecret: 'sandbox-secret' } as const
const RETRY_AFTER_SECONDS = 1
const SLOW_MS = 2000

/** The stand-in for the national registration service: its contract, its token, its moods; loopback only, all data invented. */
export function buildSandbox ({ world, now = () => new Date(), faults = {}, tokenSeconds = 3600, ...client }: SandboxOptions): FastifyInstance {
  const { clientId, clientSecret } = { ...DEFAULT_CLIENT, ...client }
  const tokens = new Tokens(clientId, clientSecret, tokenSeconds, now)
  const nextFault = createFaults(faults)
  const app = Fastify({ logger: false, forceCloseConnections: true })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (_request: FastifyRequest, body: string) => new URLSearchParams(body))

  app.get('/', async () => welcome(world, clientId))
  app.post<{ Body: URLSearchParams | undefined }>('/token', async (request, reply) => {
    if (!tokens.knows(request.headers.authorization)) {
      return reply.code(401).header('www-authenticate', 'Basic').send({ error: 'invalid_client', error_description: 'Unknown client id or wrong secret' })
    }
    if (!(request.body instanceof URLSearchParams) || request.body.get('grant_type') !== 'client_credentials') {
      return reply.code(400).send({ error: 'unsupported_grant_type', error_description: 'Send grant_type=client_credentials as a form' })
    }
    return tokens.issue()
  })

  app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      if (!tokens.admits(request.headers.authorization)) return refuse(reply)
      const fault = nextFault(request.url)
      if (fault === 'expireToken') tokens.revoke(request.headers.authorization)
      return fault && misbehave(fault, reply, faults.slowMs ?? SLOW_MS)
    })
    for (const [operation, answer] of Object.entries(answers(world, now))) {
      api.get<{ Querystring: Record<string, unknown> }>(`/${operation}`, async (request) => answer(firstValues(request.query)))
    }
  }, { prefix: API_PREFIX })
  return app
}

const refuse = (reply: FastifyReply): FastifyReply =>
  reply.code(401).header('www-authenticate', 'Bearer').send({ fault: { code: 900901, message: 'Invalid Credentials', description: 'The token is missing, wrong or no longer valid' } })

async function misbehave (fault: Fault, reply: FastifyReply, slowMs: number): Promise<FastifyReply | undefined> {
  switch (fault) {
    case 'expireToken': return refuse(reply)
    case 'tooMany': return reply.code(429).header('retry-after', RETRY_AFTER_SECONDS).send({ fault: { code: 900800, message: 'Message throttled out' } })
    case 'failing': return reply.code(500).send({ fault: { code: 101503, message: 'Error connecting to the back end' } })
    case 'slow':
      await sleep(slowMs)
      return undefined
    case 'cut':
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': 4096 })
      reply.raw.write('{"Status":"1","Message":"","Data', () => reply.raw.destroy())
      return reply
  }
}

/** Of a parameter that comes twice the first one counts. */
const firstValues = (query: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)]))

function welcome (world: World, clientId: string): object {
  return {
    name: 'Sandbox of the national business registration service',
    about: 'A stand-in for integrators. Every enterprise, person, paper and address is invented; codes are computed and belong to nobody.',
    world: { seed: world.seed, size: world.size, anchorOn: world.anchorOn, flaws: world.flaws, vsic: world.vsic },
    token: {
      request: 'POST /token with HTTP Basic authentication (client id and secret) and the form grant_type=client_credentials',
      clientId,
      use: 'Authorization: Bearer <access_token>',
    },
    operations: [
      `${API_PREFIX}/chiTietDoanhNghiep?msdn=${world.codeOf(0)}`,
      `${API_PREFIX}/danhSachHoSoTrongNgay?from_ts=00:00&to_ts=23:59&offset=0&limit=100`,
      `${API_PREFIX}/danhSachHoSo?from_date=dd/MM/yyyy&to_date=dd/MM/yyyy&offset=0&limit=100`,
      `${API_PREFIX}/tinhTrangHoSo?in_journal_no=`,
    ],
  }
}
