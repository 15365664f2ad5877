// Where a number of a report comes from: its document, its ledger, or the households behind it.
import { Drawer } from 'antd'
import { useState } from 'react'
import type { S } from '../../api/client'
import { OpenedNumber } from '../../indicators/opened/OpenedNumber'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import { opens } from '../period'
import { text } from '../text'

interface NumberDrawerProps {
  source: S['CellSource'] | undefined
  asOf?: string | null
  onClose: () => void
}

export function NumberDrawer({ source, asOf, onClose }: NumberDrawerProps) {
  const own = useText(text)
  return (
    <Drawer open={!!source} onClose={onClose} size={980} title={own.numberTitle} destroyOnHidden>
      {source && <Inside source={source} asOf={asOf} />}
    </Drawer>
  )
}

function Inside({ source, asOf }: { source: S['CellSource']; asOf?: string | null }) {
  const own = useText(text)
  const may = useMay()
  const [place, setPlace] = useState<{ region?: string; after?: number }>({ region: source.region })
  if (source.how === 'reported') return <p>{own.fromDocument(source.document ?? '')}</p>
  if (source.how !== 'computed') return <p>{own.fromLedger}</p>
  if (!opens(source.period) || !may('open_indicator')) return <p>{own.notOpened}</p>
  return (
    <OpenedNumber
      indicator={source.indicator}
      month={source.period}
      asOf={asOf ?? undefined}
      place={place}
      onPlace={setPlace}
    />
  )
}
