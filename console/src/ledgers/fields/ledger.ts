import { createContext } from 'react'

/** The ledger whose form is filled in: what its links can point to is asked for in its name. */
export const OfLedger = createContext('')
