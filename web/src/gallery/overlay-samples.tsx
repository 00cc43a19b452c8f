import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog, DialogFooter } from '../ui/dialog.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx';
import { PointMenu } from '../ui/point-menu.tsx';
import { showToast } from '../ui/toast-store.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { Sample } from './sample.tsx';

type Open = 'dialog' | 'confirm' | null;

export function OverlaySamples() {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Sample title="Overlays">
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('confirm')}>Confirm</Button>
      <SampleMenu />
      <SamplePointMenu />
      <Tooltip label="A tooltip" keys="mod+k">
        <Button>Tooltip</Button>
      </Tooltip>
      <Button onClick={() => showToast({ title: 'Changes saved' })}>Toast</Button>
      <Button
        onClick={() => showToast({ tone: 'danger', title: 'Refused', description: 'Try again.' })}
      >
        Error toast
      </Button>
      <Dialog
        open={open === 'dialog'}
        onOpenChange={close}
        title="Dialog"
        description="It explains itself."
      >
        <p>Content</p>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={close}>
            Go
          </Button>
        </DialogFooter>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Delete Acme?"
        description="12 members lose access."
        action="Delete"
        typeToConfirm="Acme"
        onConfirm={close}
      />
    </Sample>
  );
}

function SampleMenu() {
  return (
    <Menu trigger={<Button>Menu</Button>} align="start">
      <MenuLabel>Item</MenuLabel>
      <MenuItem icon={Pencil} onSelect={() => undefined}>
        Edit
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => undefined}>
        Duplicate
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} tone="danger" onSelect={() => undefined}>
        Delete
      </MenuItem>
    </Menu>
  );
}

function SamplePointMenu() {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const close = () => setAt(null);
  return (
    <>
      <Button onClick={({ clientX: x, clientY: y }) => setAt({ x, y })}>Menu at a point</Button>
      {at && (
        <PointMenu label="Actions" at={at} container={null} onClose={close} onClosed={close}>
          <MenuItem icon={Pencil} onSelect={close}>
            Edit
          </MenuItem>
        </PointMenu>
      )}
    </>
  );
}
