import { api } from '../api/client'
import { useMay } from '../session/session'
import type { KnownParameter } from './ParameterField'

/** The drafts one may know of. */
export function useDrafts() {
  const may = useMay()
  return api.useQuery('get', '/api/v1/policy/drafts', {}, { enabled: may('list_policy_drafts') })
}

/** The parameters a draft changes. */
export function useParametersOf(draft: string | undefined): KnownParameter[] {
  const found = api.useQuery('get', '/api/v1/policy/drafts/{draft}', { params: { path: { draft: draft ?? '' } } }, { enabled: !!draft })
  const changed = found.data?.changes.filter(it => it.change.kind === '参数') ?? []
  return [...new Map(changed.map(it => [it.change.name, { name: it.change.name, zh: it.change.zh }])).values()]
}
