import { api } from '../api/client'

interface Term {
  value: string
  label: string
}

interface Terms {
  channels: Term[]
  needs: Term[]
  departments: Term[]
}

/** Channels, needs and departments to choose from: those the server tells of, in the counts and in
 * the newest appeals of the own scope. What stands in a region's packs is never repeated here. */
export function useTerms(): Terms {
  const counts = api.useQuery('get', '/api/v1/appeals/counts', {}, { staleTime: 60_000 })
  const rows = api.useQuery('get', '/api/v1/appeals', { params: { query: { limit: 200 } } }, { staleTime: 60_000 })
  const found = rows.data?.items ?? []
  return {
    channels: distinct(found.map(it => [it.channel, it.channel_zh])),
    needs: distinct([
      ...(counts.data ?? []).map(it => [it.need, it.need_zh] as const),
      ...found.map(it => [it.need, it.need_zh] as const),
    ]),
    departments: distinct(found.map(it => [it.department, it.department])),
  }
}

function distinct(pairs: (readonly [string, string])[]): Term[] {
  return [...new Map(pairs)].map(([value, label]) => ({ value, label }))
}
