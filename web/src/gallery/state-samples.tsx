import { KeyRound } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { CardSkeleton, TableSkeleton } from '../ui/skeleton.tsx';

export function StateSamples() {
  return (
    <section className="flex flex-col gap-4">
      <EmptyState
        icon={KeyRound}
        title="No keys yet"
        description="Create a key for a script or an integration."
        action={<Button variant="primary">New key</Button>}
      />
      <ErrorState
        message="Something went wrong on the server. Nothing was changed; try again."
        requestId="0198c7de-1b7e-7a50-8f6e-3d1a0c2e9f11"
        onRetry={() => undefined}
      />
      <TableSkeleton rows={2} />
      <CardSkeleton lines={1} />
      <QrCode
        text="otpauth://totp/Boardwire:ada@example.com?secret=JBSWY3DPEHPK3PXP"
        label="QR code"
      />
    </section>
  );
}
