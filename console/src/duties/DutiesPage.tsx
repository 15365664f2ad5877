// 减负自查: how the duties on government apps are met, line by line, each with where to see it.
import { PrinterOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Table } from 'antd'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { bans, data, office, voice, type Duties, type Duty } from './duties'
import './duties.css'
import { text } from './text'

/** The page of duties. It prints on A4. */
export default function DutiesPage() {
  const own = useText(text)
  const { lines } = useText(office)
  return (
    <Card className="duties">
      <Flex justify="space-between" align="start" gap={16}>
        <h1 className="list-title">{own.title}</h1>
        <Button className="no-print" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {own.print}
        </Button>
      </Flex>
      <p className="duties-lead">{own.lead}</p>
      <Section title={own.bans} duties={bans} />
      <Section title={own.data} duties={data} />
      <Section title={own.voice} duties={voice} />
      <section>
        <h2 className="section">{own.office}</h2>
        <p className="quiet">{own.officeWhy}</p>
        <ul>
          {lines.map(it => (
            <li key={it}>{it}</li>
          ))}
        </ul>
      </section>
    </Card>
  )
}

function Section({ title, duties }: { title: string; duties: Duties }) {
  const own = useText(text)
  const rows = Object.values(useText(duties))
  return (
    <section className="duties-section">
      <h2 className="section">{title}</h2>
      <Table<Duty>
        size="middle"
        rowKey="ask"
        pagination={false}
        dataSource={rows}
        columns={[
          { title: own.ask, dataIndex: 'ask', width: '22%', className: 'duties-ask' },
          { title: own.does, dataIndex: 'does', width: '45%' },
          { title: own.see, render: (_, it) => <See duty={it} /> },
        ]}
      />
    </section>
  )
}

/** Where to look; a link for those whose role opens the page. */
function See({ duty }: { duty: Duty }) {
  const may = useMay()
  const { place } = duty
  const isOpen = place && (!place.needs || may(place.needs))
  return isOpen ? <Link to={place.path}>{duty.see}</Link> : <>{duty.see}</>
}
