// Regions by their statistical codes, as the server names them.
import { queryOptions, useQueries } from '@tanstack/react-query'
import { http, type S } from '../api/client'

type Region = S['RegionView']

/** Leading digits of a code of 12 digits, without what says nothing. */
const digits: Record<string, number> = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 }

/** What a code begins with when it lies in a region. */
export function prefix(code: string, level: string): string {
  return code.slice(0, digits[level] ?? 12)
}

/** The county a township or village lies in; a county and what is above it stay what they are. */
export function officeOf(code: string): string {
  return code.slice(0, 6).padEnd(12, '0')
}

/** A county and the regions above it, the widest first. */
export function above(code: string): string[] {
  const all = [2, 4, 6].map(it => code.slice(0, it).padEnd(12, '0'))
  return [...new Set(all)]
}

/** A region with those right below it. It is read once; nothing for one that cannot be seen. */
export function regionQuery(code: string) {
  return queryOptions({
    queryKey: ['region', code],
    staleTime: Infinity,
    queryFn: async () => (await http.GET('/api/v1/regions/{code}', { params: { path: { code } } })).data ?? null,
  })
}

/** Regions with those right below them; the codes may be of 2, 4, 6, 9 or 12 digits. */
export function useRegions(codes: string[]): (Region | undefined)[] {
  const found = useQueries({ queries: codes.map(regionQuery) })
  return found.map(it => it.data ?? undefined)
}

/** One region with those right below it. */
export function useRegion(code: string | undefined): Region | undefined {
  return useRegions(code ? [code] : [])[0]
}
