import { api } from '../api/client'

/** What is known of a household beside register and cases; read once for all sections. */
export function useDossier(household: number) {
  return api.useQuery('get', '/api/v1/households/{household}/dossier', { params: { path: { household } } })
}
