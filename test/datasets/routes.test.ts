import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const PUBLIC = 'https://so.example.org'
const { app } = await testRegister(t, [feedRecord({ code: codeOf(0) })], undefined, { publicUrl: PUBLIC })
interface Node { '@id': string, '@type'?: string }
interface Distribution extends Node { 'dcat:accessURL': Node, 'dcat:downloadURL': Node, 'dct:format': { 'rdfs:label': string }, 'dcat:mediaType'?: Node }
interface Dataset extends Node { 'dct:identifier': string, 'dct:title': { '@language': string }[], 'dct:publisher': Node, 'dct:license': Node, 'dct:accrualPeriodicity': Node, 'dcat:distribution': Distribution[] }
const response = await app.inject('/v1/datasets')
const catalogue = response.json()
const datasets: Dataset[] = catalogue['dcat:dataset']
const distributions = datasets.flatMap((one) => one['dcat:distribution'])

t.test('is a catalogue in DCAT as JSON-LD', async (t) => {
  t.equal(response.statusCode, 200)
  t.match(response.headers['content-type'], 'application/ld+json')
  t.match((await app.inject({ url: '/v1/datasets', headers: { accept: 'application/json' } })).headers['content-type'], 'application/json')
  t.equal((await app.inject({ url: '/v1/datasets', headers: { accept: 'text/turtle' } })).statusCode, 406)
  t.match(catalogue, { '@id': `${PUBLIC}/v1/datasets`, '@type': 'dcat:Catalog', 'dct:license': { '@id': /EUPL_1_2$/ }, 'dct:publisher': { '@type': 'foaf:Agent' }, 'dct:modified': { '@type': 'xsd:dateTime' } })
  t.equal((await app.inject({ url: '/v1/datasets', headers: { 'if-none-match': String(response.headers.etag) } })).statusCode, 304)
})

t.test('every data set has what DCAT-AP asks for, in both languages', async (t) => {
  t.ok(datasets.length >= 12)
  for (const one of datasets) {
    t.strictSame(one['dct:title'].map((title) => title['@language']), ['vi', 'en'])
    t.match(one, { '@type': 'dcat:Dataset', 'dct:publisher': { '@id': catalogue['dct:publisher']['@id'] }, 'dct:license': { '@id': String }, 'dct:accrualPeriodicity': { '@id': /frequency\/(CONT|MONTHLY|ANNUAL|IRREG)$/ } }, one['dct:identifier'])
    t.ok(one['dcat:distribution'].length > 0)
  }
  const nodes: Node[] = [...datasets, ...distributions]
  t.equal(new Set(nodes.map((one) => one['@id'])).size, nodes.length, 'each has an id of its own')
  t.ok(nodes.every((one) => URL.canParse(one['@id']) && one['@id'].startsWith(`${PUBLIC}/v1/datasets#`)))
})

t.test('every member of every node is one that the context knows', async (t) => {
  const unknown = new Set<string>()
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return
    for (const [name, member] of Object.entries(node)) {
      if (name === '@context') continue
      if (!Array.isArray(node) && !name.startsWith('@') && !(name.split(':')[0]! in catalogue['@context'])) unknown.add(name)
      visit(member)
    }
  }
  visit(catalogue)
  t.strictSame([...unknown], [])
})

t.test('every distribution is there, in the form that it says', async (t) => {
  t.ok(distributions.length >= 50)
  for (const one of distributions) {
    const url = one['dcat:downloadURL']['@id']
    t.equal(one['dcat:accessURL']['@id'], url)
    t.ok(url.startsWith(`${PUBLIC}/v1/`))
    const answer = await app.inject(url.slice(PUBLIC.length))
    t.equal(answer.statusCode, 200, url)
    t.equal(String(answer.headers['content-type']).split(';')[0], one['dct:format']['rdfs:label'], url)
    if (one['dcat:mediaType']) t.ok(one['dcat:mediaType']['@id'].endsWith(`/${one['dct:format']['rdfs:label']}`))
  }
})

t.test('no list that is open is left out', async (t) => {
  const { paths } = app.swagger() as { paths: Record<string, { get?: { security?: object[], responses: Record<string, { content?: object }> } }> }
  const lists = Object.entries(paths).filter(([path, { get }]) => get && !path.includes('{') && get.security?.some((one) => Object.keys(one).length === 0) && 'text/csv' in (get.responses['200']?.content ?? {})).map(([path]) => path)
  const named = new Set(distributions.map((one) => new URL(one['dcat:downloadURL']['@id']).pathname.slice('/v1'.length)))
  // Feeds of the provinces are parts of the catalogue, tables that officers set are part of the allocation.
  t.strictSame(lists.filter((path) => !named.has(path)), ['/statistics/allocation/tables', '/catalogue/feed'])
})
