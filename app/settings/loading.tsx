import { Card } from "@/components/ui/card";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div aria-busy="true">
      <span role="status" className="sr-only">
        Loading
      </span>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="mt-1 mb-5 h-5 w-96 max-w-full" />
      <Card>
        <div className="p-4">
          <Skeleton className="h-8 w-60" />
        </div>
        <div className="p-4">
          <TableSkeleton rows={3} />
        </div>
      </Card>
    </div>
  );
}
