/**
 * Remembers answers by text, at most twice `limit` of them: what was not asked for during a whole generation is
 * forgotten, so that a file full of names that occur once cannot push out those that come back all the time.
 */
export function remember<V extends object | string | null> (of: (text: string) => V, limit: number): (text: string) => V {
  let young = new Map<string, V>()
  let aged = new Map<string, V>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const before = aged.get(text)
    const value = before === undefined ? of(text) : before
    if (young.size >= limit) {
      aged = young
      young = new Map()
    }
    young.set(text, value)
    return value
  }
}
