import { casing, defined, falsy, pattern, schema, truthy } from '@stoplight/spectral-functions'

// The technical rules of the Dutch API Design Rules, each under the id that it has there, as checks of our own: the
// rules are public, a package of them is not. What only a running service can show is in test/design-rules.test.ts.

const rule = (id, given, then, message) => [`nlgov:${id}`, { severity: 'error', message: `${id}: ${message}`, given, then }]
const must = (functionOptions) => ({ function: schema, functionOptions: { schema: functionOptions } })
const answers = (statuses) => `$.paths[*][*].responses[?(@property.match(/^(${statuses})/))]`
const RESULT = '2|3'
const FAILURE = '4|5|default'
const CODE = '[a-z]+(-[a-z]+)+'

export default {
  rules: Object.fromEntries([
    rule('doc-openapi', '$.openapi', { function: pattern, functionOptions: { match: '^3\\.\\d+\\.\\d+$' } },
      'the description is OpenAPI 3, with its full version'),
    rule('doc-openapi-contact', '$.info', must({ required: ['contact'], properties: { contact: { required: ['name', 'email', 'url'] } } }),
      'somebody can be reached, by name, e-mail and address'),
    rule('semver', '$.info.version', { function: pattern, functionOptions: { match: '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[\\w.-]+)?(\\+[\\w.-]+)?$' } },
      'the version is a semantic one'),
    rule('uri-version', '$.servers[*].url', { function: pattern, functionOptions: { match: '/v[1-9]\\d*$' } },
      'a server\'s address ends in the major version'),
    rule('transport-tls', '$.servers[*].url', { function: pattern, functionOptions: { match: '^https://' } },
      'a server speaks TLS'),
    rule('version-header', answers(RESULT), must({ required: ['headers'], properties: { headers: { required: ['API-Version'] } } }),
      'an answer carries its full version in API-Version'),
    rule('no-trailing-slash', '$.paths', { field: '@key', function: pattern, functionOptions: { notMatch: '.+/$' } },
      'a path ends without a slash'),
    rule('path-segments-kebab-case', '$.paths', { field: '@key', function: pattern, functionOptions: { match: '^/$|^(/([a-z0-9]+(-[a-z0-9]+)*|\\{[a-z][a-zA-Z0-9]*\\}))+$' } },
      'a segment of a path is kebab-case or a variable'),
    rule('query-keys-camel-case', '$.paths[*]..parameters[?(@.in==\'query\')].name', { function: pattern, functionOptions: { match: '^[a-z][a-zA-Z0-9]*$' } },
      'a query parameter is camelCase'),
    rule('property-casing', '$.components.schemas..properties', { field: '@key', function: pattern, functionOptions: { match: `^([a-z][a-zA-Z0-9]*|${CODE})$` } },
      'a property is camelCase, or the code that it counts'),
    rule('schema-casing', '$.components.schemas', { field: '@key', function: casing, functionOptions: { type: 'pascal' } },
      'a schema is UpperCamelCase'),
    rule('http-methods', '$.paths[*]', { field: '@key', function: pattern, functionOptions: { match: '^(get|put|post|patch|delete|parameters|summary|description|servers)$' } },
      'only GET, PUT, POST, PATCH and DELETE'),
    rule('http-safety', '$.paths[*].get', { field: 'requestBody', function: falsy },
      'a GET has no body'),
    rule('problem-details', answers(FAILURE), must({ required: ['content'], properties: { content: { required: ['application/problem+json'] } } }),
      'a failure is a problem document (RFC 9457)'),
    rule('problem-members', `${answers(FAILURE)}.content['application/problem+json'].schema`, must({
      properties: { properties: { required: ['type', 'title', 'status', 'detail'] } }, required: ['type', 'properties'],
    }), 'a problem has type, title, status and detail'),
    rule('problem-invalid-input', '$.paths[*][*].responses', { field: '400', function: defined },
      'what cannot be used is a 400'),
    rule('return-objects', `${answers('2')}.content['application/json'].schema`, { field: 'type', function: pattern, functionOptions: { match: '^object$' } },
      'an answer in JSON is an object, so that it can grow'),
    rule('date-time-zone', '$..[?(@ && @.type && @.format)].format', { function: pattern, functionOptions: { notMatch: '^(date-time-local|time)$' } },
      'an instant has its offset'),
    rule('date-format', '$..properties[?(@property.match(/(Date|On)$|^date$/))]', must({ properties: { format: { const: 'date' } }, required: ['format'] }),
      'a day has the format date'),
    rule('language-format', '$..properties[?(@property.match(/[Ll]anguage$/))]', must({ anyOf: [{ required: ['enum'] }, { required: ['const'] }, { properties: { format: { const: 'language' } }, required: ['format'] }] }),
      'a language is a code'),
    rule('servers', '$', { field: 'servers', function: truthy },
      'the description says where the service is'),
  ]),
}
