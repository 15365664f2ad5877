// One household: a card that stays in sight, and beside it one section after the other.
import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Flex, Result, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import './households.css'
import { HeadCard } from './HeadCard'
import { sections } from './sections'
import { text } from './text'

/** The page of one household; its sections stand in `sections.ts`. It prints on A4. */
export default function Household() {
  const own = useText(text)
  const may = useMay()
  const { household } = useParams({ strict: false }) as { household: string }
  const found = api.useQuery('get', '/api/v1/households/{household}', {
    params: { path: { household: Number(household) } },
  })
  const back = may('search_households') && <Link to="/households">{own.back}</Link>
  if (found.error?.status === 404) return <Result status="404" title={own.noHousehold} extra={back} />
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" className="no-print">
        {may('search_households') ? <Link to="/households">← {own.back}</Link> : <span />}
        {found.data && (
          <Button
            icon={<PrinterOutlined />}
            href={`/api/v1/households/${found.data.household}/paper`}
            target="_blank"
            rel="noopener"
          >
            {own.paper}
          </Button>
        )}
      </Flex>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && <File household={found.data} />}
    </Flex>
  )
}

function File({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  const staff = useStaff()
  const may = useMay()
  const shown = sections.filter(it => !it.needs || may(it.needs))
  return (
    <div className="household">
      <aside className="household-side">
        <HeadCard household={household} />
        <nav aria-label={own.sections} className="household-nav no-print">
          {shown.map(it => (
            <a key={it.id} href={`#${it.id}`}>
              {own[it.title]}
            </a>
          ))}
        </nav>
      </aside>
      <div className="household-sections">
        {shown.map(({ id, title, Section, isForScreen }) => (
          <section
            key={id}
            id={id}
            aria-labelledby={`${id}-title`}
            className={isForScreen ? 'household-section no-print' : 'household-section'}
          >
            <h2 id={`${id}-title`} className="section">
              {own[title]}
            </h2>
            <Section household={household} />
          </section>
        ))}
        <p className="household-printed">{own.printed(dayjs().format('YYYY-MM-DD'), staff.name)}</p>
      </div>
    </div>
  )
}
