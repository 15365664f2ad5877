import { Link } from '@tanstack/react-router'
import { Card, Empty } from 'antd'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { text } from './text'

/** Nothing was filled in the own region yet; the county reads where it is done. */
export function NotYet({ title }: { title: string }) {
  const own = useText(text)
  const may = useMay()
  return (
    <Card>
      <h1 className="list-title">{title}</h1>
      <Empty description={own.notYet} image={Empty.PRESENTED_IMAGE_SIMPLE}>
        {may('fill_income') && <Link to="/income/burden">{own.toFill}</Link>}
      </Empty>
    </Card>
  )
}
