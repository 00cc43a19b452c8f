import { useState } from 'react';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { MenuButton } from '../ui/menu-button.tsx';
import { Pill } from '../ui/pill.tsx';
import { Card, Section, SettingRow } from '../ui/section.tsx';
import { Cell, Row, Table, wideOnly } from '../ui/table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Sample } from './sample.tsx';

const PEOPLE = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Barbara Liskov'];

export function DataSamples() {
  return (
    <>
      <Sample title="Badges, pills, avatars">
        <Badge>Neutral</Badge>
        <Badge tone="accent">Accent</Badge>
        <Badge tone="success">On</Badge>
        <Badge tone="warning">Suspended</Badge>
        <Badge tone="danger">Refused</Badge>
        <Pill tone="live" label="Saved" />
        <Pill tone="waiting" label="Offline" />
        {PEOPLE.map((name) => (
          <Avatar key={name} name={name} />
        ))}
        <Avatar name="Acme" shape="square" />
      </Sample>
      <TableSample />
      <SectionSample />
      <TabSample />
    </>
  );
}

function TableSample() {
  return (
    <Table
      label="People"
      head={[{ label: 'Person' }, { label: 'Joined', className: wideOnly }, null]}
    >
      {PEOPLE.map((name) => (
        <Row key={name}>
          <Cell className="font-medium">{name}</Cell>
          <Cell className={`${wideOnly} text-muted`}>12 Mar 2026</Cell>
          <Cell className="w-10 text-right">
            <MenuButton label={`Actions for ${name}`} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function SectionSample() {
  return (
    <Section
      title="Section"
      description="With a description and a card."
      actions={<Button>Act</Button>}
    >
      <Card>
        <SettingRow title="Setting" description="What it does">
          <Button>Change</Button>
        </SettingRow>
        <SettingRow title="Another" />
      </Card>
    </Section>
  );
}

function TabSample() {
  const [tab, setTab] = useState<'one' | 'two'>('one');
  return (
    <Tabs
      label="Tabs"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: 'one', label: 'First', content: 'Content of the first' },
        { value: 'two', label: 'Second', content: 'Content of the second' },
      ]}
    />
  );
}
