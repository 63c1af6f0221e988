import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { VERSION } from './headers.ts'
import { onTheWire } from './json-schema.ts'
import { finish } from './openapi-document.ts'
import type { OpenApiDocument } from './openapi-document.ts'
import { userInterface } from './openapi-page.ts'
import { toYaml } from './openapi-yaml.ts'

export const BASE_PATH = '/v1'

/** In the order in which somebody who comes for the figures asks: how many, who, where, why, how fresh; then what operators do. */
const TAGS = {
  statistics: 'Counts per locality and category, each with its provenance. · Số lượng theo địa phương và nhóm doanh nghiệp.',
  editions: 'Monthly figures, frozen as they were published. · Số liệu hằng tháng đã công bố.',
  rankings: 'Localities ranked by criteria that are data, with all that a rank is made of. · Xếp hạng địa phương.',
  reports: 'What localities and bodies report, by cycle: forms, deadlines, who has submitted. · Các kỳ báo cáo của địa phương, cơ quan.',
  plans: 'Plans of the nation, of sectors and of localities, their tasks and indicators, and who has none. · Kế hoạch, nhiệm vụ và chỉ tiêu.',
  enterprises: 'Enterprises of digital technology and candidates, one record per enterprise code. · Doanh nghiệp công nghệ số và ứng viên.',
  agencies: 'Public bodies with what they came from and went to, and the focal points for digital technology enterprises. · Cơ quan và đầu mối.',
  localities: 'Provinces and communes of both divisions: 34 provinces since 1 July 2025, 63 before. · Tỉnh, thành phố và xã, phường, đặc khu.',
  catalogue: 'What enterprises can supply, agencies need and agencies use, with matches and feeds per province. · Cung và cầu công nghệ số.',
  recognition: 'Key products, shared platforms, honours, zones, rights and certificates, programmes, events, transfers of technology, services of support bodies, and the recommended open-source list. · Sản phẩm trọng điểm, nền tảng, tôn vinh, khu công nghệ, quyền và chứng nhận, chương trình, sự kiện, chuyển giao công nghệ, dịch vụ hỗ trợ.',
  returns: 'What enterprises return of each year: markets, research, people. · Báo cáo năm của doanh nghiệp.',
  surveys: 'Yearly surveys of the industry, with results that tell of nobody. · Khảo sát hằng năm.',
  datasets: 'The catalogue of all data sets in DCAT, for open-data portals. · Danh mục dữ liệu mở.',
  changes: 'Every event of the register in order, digests to prove a copy by, and snapshots. · Các thay đổi, mã kiểm và bản chụp.',
  classification: 'The four categories and the rules that propose them. · Bốn nhóm doanh nghiệp và bộ quy tắc phân loại.',
  corrections: 'What officers report to the registration authority, and its answers. · Báo sai lệch cho cơ quan đăng ký kinh doanh.',
  proposals: 'Questions, difficulties and proposals that bodies raise with others, and the answers. · Câu hỏi, khó khăn, kiến nghị và trả lời.',
  industries: 'Activity codes of VSIC 2018 and 2025 and the scope of digital technology. · Mã ngành và phạm vi công nghệ số.',
  status: 'How fresh the register is and what it rests on. · Tình trạng của cơ sở dữ liệu.',
  webhooks: 'Being told of changes, for keys with the scope `webhooks`. · Nhận thông báo khi dữ liệu thay đổi.',
  access: 'Who may do what: keys, limits, and the trail of what was done. · Ai được làm gì: khóa, giới hạn và nhật ký.',
  sync: 'Runs that read the national business registration, for operators. · Các lần đồng bộ, dành cho người vận hành.',
}

const SPEC_CACHE = 'public, max-age=300'
const zodToJsonConfig = { override: onTheWire }
const toJsonSchema = createJsonSchemaTransform({ zodToJsonConfig })
const withComponents = createJsonSchemaTransformObject({ zodToJsonConfig })

/** Where the service is found from outside, without `/v1`. */
export interface OpenApiOptions { publicUrl: string }

export default fp<OpenApiOptions>(async (app, { publicUrl }) => {
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(publicUrl)
  const server = { url: publicUrl + BASE_PATH, description: `This service, ${isLocal ? 'local' : 'in production'}`, 'x-internal': false }
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: infoOf(),
      servers: [server],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of the registry, `vdr_…`, or a token of its identity provider. Reading open data needs none.' } },
      },
    },
    convertConstToEnum: false,
    stripBasePath: false,
    transform: (route) => {
      if (!route.schema || !route.url.startsWith(`${BASE_PATH}/`)) return { schema: { hide: true }, url: route.url }
      const { schema } = toJsonSchema(route)
      const { access, formats, isOfRegister } = route.route.config ?? {}
      return { schema: { ...schema, ...accessOf(access, schema?.description), 'x-formats': formats ?? ['json'], 'x-of-register': isOfRegister ?? false }, url: pathOf(route.url) }
    },
    transformObject: (document) => finish(withComponents(document) as OpenApiDocument),
  })
  await app.register(documents)
  await app.register(userInterface, { basePath: BASE_PATH })
}, { name: 'openapi', fastify: '5.x', dependencies: ['problem'] })

function infoOf () {
  return {
    title: 'National registry of Vietnamese digital technology enterprises',
    version: VERSION,
    summary: 'Enterprises of digital technology, counted per locality and category.',
    description: readFileSync(new URL('../../openapi/description.md', import.meta.url), 'utf8'),
    contact: { name: 'Registry maintainers', email: 'registry@example.org', url: 'https://example.org/registry' },
    license: { name: 'European Union Public Licence 1.2', identifier: 'EUPL-1.2' },
    'x-api-id': '25f3e8f5-2109-4deb-8c5a-7baa483afaf4',
    'x-audience': 'external-public',
  }
}

/** Relative to the server, and without the slash that a slice's own root has at its end. */
const pathOf = (url: string): string => url.slice(BASE_PATH.length).replace(/(?<=.)\/$/, '')

/** A key may come with any request. The linters know scopes for OAuth only, so the description names the one needed. */
function accessOf (access: string | readonly string[] = 'admin', description = ''): { security: Record<string, string[]>[], description: string } {
  if (access === 'public') return { security: [{}, { key: [] }], description }
  return { security: [{ key: [] }], description: `${description}\n\nNeeds a key with the scope ${[access].flat().map((scope) => `\`${scope}\``).join(' or ')}.` }
}

async function documents (app: FastifyInstance): Promise<void> {
  // Made when first asked for: together they cost a start 0.3 to 0.5 s.
  const made = new Map<string, Buffer>()
  for (const [path, type, make] of [
    ['/openapi.json', 'application/json', () => JSON.stringify(app.swagger())],
    ['/openapi.yaml', 'application/yaml', () => toYaml(app.swagger())],
  ] as const) {
    // At the root for people, and under the base path, where the Dutch API Design Rules look for it.
    for (const url of [path, BASE_PATH + path]) {
      app.get(url, { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
        const body = made.get(path) ?? Buffer.from(make())
        made.set(path, body)
        return reply.type(`${type}; charset=utf-8`).header('cache-control', SPEC_CACHE).send(body)
      })
    }
  }
}
