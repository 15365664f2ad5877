import { useQueryClient } from '@tanstack/react-query'
import { api, type S } from '../api/client'

/** A record that is looked at, with the ledger it is of. */
export interface Open {
  ledger: S['LedgerView']
  record: S['RecordView']
  /** Reads it again. */
  reload: () => void
}

/** How long a definition is taken as read. */
const kept = 300_000

/** The definition of a ledger. */
export function useLedger(ledger: string) {
  return api.useQuery('get', '/api/v1/ledgers/{ledger}', { params: { path: { ledger } } }, { staleTime: kept })
}

const path = '/api/v1/ledgers/{ledger}/records/{record}'

/** One record with every field. */
export function useRecord(ledger: string, record: number) {
  const client = useQueryClient()
  const found = api.useQuery('get', path, { params: { path: { ledger, record } } })
  const reload = () => void client.invalidateQueries({ queryKey: ['get', path] })
  return { found, reload }
}
