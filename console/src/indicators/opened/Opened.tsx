// A number opened on a page of its own: the address says which region, month and day.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Flex } from 'antd'
import { useAddress } from '../../frame/address'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import { carried, type TargetSearch } from '../search'
import { None, OpenedNumber } from './OpenedNumber'
import { text } from './text'

/** What the address says besides region, month and day. */
interface OpenedSearch extends TargetSearch {
  /** The target one came from. */
  target?: string
}

export default function Opened() {
  const own = useText(text)
  const may = useMay()
  const { indicator } = useParams({ strict: false }) as { indicator: string }
  const [search, setSearch] = useAddress<OpenedSearch>()
  const { region, month, as_of, after } = search
  const back = search.target ? (
    <Link to="/targets/$target" params={{ target: search.target }} search={carried(search) as never}>
      ← {own.backToTarget}
    </Link>
  ) : (
    <Link to="/targets/indicators" search={carried(search) as never}>
      ← {own.backToIndicators}
    </Link>
  )
  return (
    <Flex vertical gap={12}>
      {back}
      {!may('open_indicator') && <Alert type="info" showIcon title={own.mayNot} />}
      {may('open_indicator') && month === undefined && <None />}
      {may('open_indicator') && month !== undefined && (
        <OpenedNumber
          indicator={indicator}
          month={month}
          asOf={as_of}
          place={{ region, after }}
          onPlace={it => setSearch({ ...search, ...it })}
        />
      )}
    </Flex>
  )
}
