// Who is at work, as the server says it. Asked before anything is drawn.
import { queryOptions } from '@tanstack/react-query'
import { http } from '../api/client'
import type { Staff } from './session'

/** Somebody, or nobody who has signed in. */
export const atWork = queryOptions({ queryKey: ['staff'], queryFn: whoIsAtWork, staleTime: Infinity, retry: false })

async function whoIsAtWork(): Promise<Staff | null> {
  const { data, response } = await http.GET('/api/v1/session')
  if (response.status === 401) return null
  if (!data) throw new Error(String(response.status))
  return data
}
