import { api } from '../api/client'
import { useMay } from '../session/session'

/** The drafts one may know of. */
export function useDrafts() {
  const may = useMay()
  return api.useQuery('get', '/api/v1/policy/drafts', {}, { enabled: may('list_policy_drafts') })
}
