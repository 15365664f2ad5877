import { Alert, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'
import { useDossier } from './useDossier'

interface KnownProps {
  household: number
  /** Whether there is something to show. */
  any: (dossier: S['Dossier']) => boolean
  children: (dossier: S['Dossier']) => ReactNode
}

/** A part of the dossier, or in words that there is nothing. */
export function Known({ household, any, children }: KnownProps) {
  const own = useText(text)
  const { data, error } = useDossier(household)
  if (error) return <Alert type="error" showIcon title={error.detail} />
  if (!data) return <Skeleton active />
  if (!any(data)) return <p className="quiet">{own.nothingKnown}</p>
  return <>{children(data)}</>
}
