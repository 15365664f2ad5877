import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useText } from '../text/text'

interface SourceProps {
  basis: string
  isDefault: boolean
  note?: string | null
  pack: string
}

/** The document something comes from, or that nobody states it; with the pack and a remark. */
export function Source({ basis, isDefault, note, pack }: SourceProps) {
  const words = useText(common)
  return (
    <div className="policy-source">
      {isDefault ? <Mark tone="care">{words.notStated}</Mark> : basis} <span className="quiet">[{pack}]</span>
      {note && <div className="quiet">{note}</div>}
    </div>
  )
}
