// Who is at work. Everything below the frame may take it for granted.
import { createContext, use } from 'react'
import type { S } from '../api/client'

export type Staff = S['StaffView']

export const StaffContext = createContext<Staff | undefined>(undefined)

/** Whoever is at work. */
export function useStaff(): Staff {
  const staff = use(StaffContext)
  if (!staff) throw new Error('outside the frame')
  return staff
}

/** Whether the roles at work may use an endpoint, by its operation id. What the pages leave out for
 * that reason, the server refuses too. */
export function useMay(): (operation: string) => boolean {
  const { may } = useStaff()
  return operation => may.includes(operation)
}
