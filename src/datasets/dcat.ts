import type { Format } from '../http/negotiation.ts'
import { MEDIA_TYPES } from '../http/negotiation.ts'
import type { Dataset } from './catalogue.ts'

const EU = 'http://publications.europa.eu/resource/authority'
/** What the description of the API states. */
const LICENCE = { '@id': `${EU}/licence/EUPL_1_2` }
/** The registry itself and no body that nobody has founded. */
const NAME = { vi: 'Sổ đăng ký doanh nghiệp công nghệ số Việt Nam', en: 'National registry of Vietnamese digital technology enterprises' }
const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', rdfs: 'http://www.w3.org/2000/01/rdf-schema#', xsd: 'http://www.w3.org/2001/XMLSchema#',
}
/** Those that IANA lists. */
const REGISTERED: ReadonlySet<Format> = new Set(['json', 'csv', 'xlsx'])
const LABELS: Partial<Record<Format, string>> = { json: 'JSON', ndjson: 'NDJSON', csv: 'CSV', xlsx: 'XLSX', jsonstat: 'JSON-stat' }

const inBoth = ({ vi, en }: { vi: string, en: string }) => [{ '@language': 'vi', '@value': vi }, { '@language': 'en', '@value': en }]

/** The catalogue in DCAT (JSON-LD), with the members that DCAT-AP asks for; `base` is the address of the API with `/v1`. */
export function catalogueOf (datasets: readonly Dataset[], base: string, modified: string | null) {
  const publisher = { '@id': `${base}/datasets#publisher`, '@type': 'foaf:Agent', 'foaf:name': inBoth(NAME) }
  const languages = ['VIE', 'ENG'].map((code) => ({ '@id': `${EU}/language/${code}` }))
  const stamp = modified === null ? {} : { 'dct:modified': { '@type': 'xsd:dateTime', '@value': modified } }
  return {
    '@context': CONTEXT,
    '@id': `${base}/datasets`,
    '@type': 'dcat:Catalog',
    'dct:title': inBoth(NAME),
    'dct:description': inBoth({ vi: 'Các bộ dữ liệu mở của sổ đăng ký.', en: 'The open data sets of the registry.' }),
    'dct:publisher': publisher,
    'dct:license': LICENCE,
    'dct:language': languages,
    'dct:spatial': { '@id': `${EU}/country/VNM` },
    ...stamp,
    'dcat:service': {
      '@id': `${base}/datasets#api`, '@type': 'dcat:DataService', 'dct:title': inBoth({ vi: 'Giao diện lập trình của sổ đăng ký', en: 'API of the registry' }),
      'dcat:endpointURL': { '@id': base }, 'dcat:endpointDescription': { '@id': `${base}/openapi.json` }, 'dct:license': LICENCE,
    },
    'dcat:dataset': datasets.map(({ code, title, description, rhythm, keywords, found }) => ({
      '@id': `${base}/datasets#${code}`,
      '@type': 'dcat:Dataset',
      'dct:identifier': code,
      'dct:title': inBoth(title),
      'dct:description': inBoth(description),
      'dct:publisher': { '@id': publisher['@id'] },
      'dct:license': LICENCE,
      'dct:language': languages,
      'dct:spatial': { '@id': `${EU}/country/VNM` },
      'dct:accrualPeriodicity': { '@id': `${EU}/frequency/${rhythm}` },
      ...rhythm === 'CONT' ? stamp : {},
      'dcat:theme': { '@id': `${EU}/data-theme/ECON` },
      'dcat:keyword': keywords.flatMap(inBoth),
      'dcat:distribution': found.flatMap(({ path, forms }) => forms.map((format) => distributionOf(base, path, format))),
    })),
  }
}

function distributionOf (base: string, path: string, format: Format) {
  const url = `${base}${path}${format === 'json' ? '' : `${path.includes('?') ? '&' : '?'}format=${format}`}`
  const [type] = MEDIA_TYPES[format].split(';') as [string]
  return {
    '@id': `${base}/datasets#${path.slice(1)}-${format}`.replaceAll(/[?=,/&](?!.*#)/g, '-'),
    '@type': 'dcat:Distribution',
    'dct:title': `${LABELS[format] ?? format}: ${path}`,
    'dcat:accessURL': { '@id': url },
    'dcat:downloadURL': { '@id': url },
    'dct:format': { '@type': 'dct:MediaTypeOrExtent', 'rdfs:label': type },
    ...REGISTERED.has(format) && { 'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${type}` } },
    'dct:license': LICENCE,
  }
}
