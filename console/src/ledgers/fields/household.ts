import { createContext } from 'react'

/** Where in the form the family stands that its people are chosen from, when there is one field for it. */
export const Household = createContext<string[] | undefined>(undefined)
