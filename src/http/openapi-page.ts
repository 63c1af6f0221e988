import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { OpenApiDocument } from './openapi-document.ts'

// Swagger UI is a page: it needs its own scripts and styles, and may ask this server and no other.
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

interface Shown { security?: object[], responses: Record<string, object> }

/** The page asks the server that it came from, whatever name that goes by outside. */
function forPage (document: OpenApiDocument, basePath: string): Record<string, unknown> {
  const paths = Object.entries(document.paths).map(([path, operations]) =>
    [path, Object.fromEntries(Object.entries(operations).map(([method, operation]) => [method, forReading(operation as Shown)]))])
  const responses = Object.entries(document.components.responses ?? {}).map(([name, { headers, ...response }]) => [name, response.content ? response : { ...response, headers }])
  return { ...document, servers: [{ url: basePath, description: 'This service' }], paths: Object.fromEntries(paths), components: { ...document.components, responses: Object.fromEntries(responses) } }
}

/** What is open shows no lock, and what any operation may answer is not told under each: it is in the description. */
function forReading ({ security, responses, ...operation }: Shown): object {
  const isOpen = security?.some((one) => Object.keys(one).length === 0)
  const own = Object.entries(responses).filter(([status]) => !['429', '500', '503', 'default', ...isOpen ? ['401'] : []].includes(status))
  return { ...operation, ...!isOpen && { security }, responses: Object.fromEntries(own) }
}

/**
 * A plugin of Swagger UI that resolves what an operation refers to, all of it in the description itself. Its own way builds
 * the whole description anew for each operation that is opened: 3 to 4 s, where opening it takes 0.3 s now.
 *
 * Runs in the page, as the text of this very function: it may use nothing that is outside, and name no function, which
 * a compiler would mark by a helper of its own.
 */
export const localReferences = () => {
  const read = {
    at (document: unknown, path: readonly (string | number)[]): unknown {
      return path.reduce((node, key) => (node as Record<string, unknown> | undefined)?.[key], document)
    },
    /** Whatever refers to what it stands in is left as it is. */
    resolved (document: unknown, node: unknown, within: readonly string[]): unknown {
      if (Array.isArray(node)) return node.map((item) => read.resolved(document, item, within))
      if (typeof node !== 'object' || node === null) return node
      const { $ref, ...own } = node as Record<string, unknown>
      if (typeof $ref !== 'string') return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, read.resolved(document, value, within)]))
      if (within.includes($ref) || !$ref.startsWith('#/')) return node
      const path = $ref.slice(2).split('/').map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'))
      // Swagger UI heads a schema with the name that it finds in `$$ref`.
      return { ...read.resolved(document, read.at(document, path), [...within, $ref]) as object, ...read.resolved(document, own, within) as object, $$ref: $ref }
    },
  }
  return {
    fn: {
      resolveSubtree (document: unknown, path: readonly (string | number)[]) {
        return Promise.resolve({ spec: read.resolved(document, read.at(document, path), []), errors: [] })
      },
    },
  }
}

/** Swagger UI at `/docs`. */
export async function userInterface (app: FastifyInstance, { basePath }: { basePath: string }): Promise<void> {
  app.addHook('onRoute', (route) => { route.config = { ...route.config, access: 'public' } })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_POLICY,
    theme: { title: 'Registry API', css: [{ filename: 'page.css', content: '.swagger-ui .topbar { display: none }' }] },
    // Groups are closed at first: with those of some 130 operations open Swagger UI took ten seconds, and drew but the first of them.
    uiConfig: { deepLinking: true, filter: true, persistAuthorization: true, tryItOutEnabled: true, docExpansion: 'none', defaultModelsExpandDepth: 0, displayRequestDuration: true, plugins: [localReferences] },
    transformSpecification: (document) => forPage(document as OpenApiDocument, basePath),
    transformSpecificationClone: false,
  })
}
