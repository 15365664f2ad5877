import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Alert, App, Button, Card, Descriptions, Flex } from 'antd'
import { api, type S } from '../api/client'
import { useNearName } from '../households/nearName'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { RegionName } from '../parts/RegionName'
import { text } from './text'

/** Who asks and by which door. Numbers are hidden; who looks at them is told that it is recorded. */
export function Contact({ appeal }: { appeal: S['AppealView'] }) {
  const own = useText(text)
  const may = useMay()
  const near = useNearName()
  const { modal } = App.useApp()
  const reveal = api.useMutation('post', '/api/v1/appeals/{appeal}/reveal')
  const shown = reveal.data
  const isHidden = appeal.id_number ?? appeal.phone ?? appeal.proxy_phone
  const ask = () =>
    modal.confirm({
      title: own.revealAsk(appeal.name),
      content: own.revealWhy,
      onOk: () => reveal.mutateAsync({ params: { path: { appeal: appeal.appeal } } }).catch(() => {}),
    })
  const rows: [string, React.ReactNode][] = [
    [own.name, appeal.name],
    [own.idNumber, shown?.id_number ?? appeal.id_number],
    [own.phone, shown?.phone ?? appeal.phone],
    [own.proxyName, appeal.proxy_name],
    [own.proxyPhone, shown?.proxy_phone ?? appeal.proxy_phone],
    [own.place, near(appeal.place)],
    [own.channel, appeal.channel_zh],
    [own.outsideNo, appeal.outside_no],
    [own.receivedOn, appeal.received_on],
    [own.department, appeal.department],
    [own.assigned, appeal.assigned_region && <RegionName code={appeal.assigned_region} />],
  ]
  return (
    <Card>
      <Flex justify="space-between" align="start">
        <h2 className="section">{own.contact}</h2>
        {isHidden && may('reveal_appeal') && (
          <Button
            size="small"
            className="no-print"
            icon={shown ? <EyeInvisibleOutlined /> : <EyeOutlined />}
            loading={reveal.isPending}
            onClick={() => (shown ? reveal.reset() : ask())}
          >
            {shown ? own.hide : own.reveal}
          </Button>
        )}
      </Flex>
      {reveal.error && <Alert type="error" showIcon title={reveal.error.detail} className="appeals-problem" />}
      <Descriptions
        size="small"
        column={2}
        items={rows.filter(it => it[1]).map(([label, children]) => ({ key: label, label, children }))}
      />
    </Card>
  )
}
