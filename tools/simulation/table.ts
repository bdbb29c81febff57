import type { DynamoDBRecord } from "aws-lambda";
import { CURRENT, VERDICT_PREFIX } from "../../functions/flag-propagation/flag/table-keys";
import { image } from "./attribute-values";
import type { World } from "./world";

export type Item = Readonly<Record<string, unknown>> & { readonly flag_id: string; readonly record: string };

/** A write in the stream, of a current version unless it is said to be one of a verdict. */
export interface StreamEntry {
  readonly sequenceNumber: string;
  readonly item: Item;
  readonly previous: Item | undefined;
  readonly record: DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };
}

interface Put {
  readonly item: Item;
  /** Given what is there now. */
  readonly condition?: (there: Item | undefined) => boolean;
}

/** The flags table: transactions that are wholly done or not at all, and a stream of its current versions. */
export class FlagsTable {
  private readonly items = new Map<string, Item>();
  private sequence = 0;
  /** Everything the stream ever told, in the order of the writes. */
  readonly stream: StreamEntry[] = [];
  private readonly readers: ((entry: StreamEntry) => void)[] = [];
  private readonly verdictReaders: ((entry: StreamEntry) => void)[] = [];

  constructor(private readonly world: World) {}

  get(flagId: string, record: string): Item | undefined {
    return this.items.get(`${flagId} ${record}`);
  }

  /** All items, in the order in which they were first written. */
  all(): readonly Item[] {
    return [...this.items.values()];
  }

  /** Items of one flag whose range key starts so, in the order of the key. */
  query(flagId: string, prefix: string): readonly Item[] {
    return this.all()
      .filter((item) => item.flag_id === flagId && item.record.startsWith(prefix))
      .sort((a, b) => (a.record < b.record ? -1 : 1));
  }

  /** @returns false, and nothing is written, when a condition does not hold */
  transact(puts: readonly Put[]): boolean {
    const holds = ({ item, condition }: Put) => condition?.(this.get(item.flag_id, item.record)) ?? true;
    if (!puts.every(holds)) return false;
    for (const { item } of puts) this.write(item);
    return true;
  }

  /** @param listener is told each write of a current version, as the mapping's filter lets them through */
  onWrite(listener: (entry: StreamEntry) => void): void {
    this.readers.push(listener);
  }

  /** @param listener is told each write of a verdict, as the filter of the other mapping lets them through */
  onVerdict(listener: (entry: StreamEntry) => void): void {
    this.verdictReaders.push(listener);
  }

  private write(item: Item): void {
    const previous = this.get(item.flag_id, item.record);
    this.items.set(`${item.flag_id} ${item.record}`, item);
    if (item.record.startsWith(VERDICT_PREFIX) && this.verdictReaders.length > 0) {
      const entry = this.entry(item, previous);
      for (const tell of this.verdictReaders) tell(entry);
    }
    if (item.record !== CURRENT) return;
    const entry = this.entry(item, previous);
    this.stream.push(entry);
    this.world.say(() => `stream ${entry.sequenceNumber}: ${item.flag_id} v${String(item.version)}`);
    for (const tell of this.readers) tell(entry);
  }

  private entry(item: Item, previous: Item | undefined): StreamEntry {
    const sequenceNumber = String(++this.sequence).padStart(21, "0");
    const record = {
      eventID: `event-${sequenceNumber}`,
      eventName: previous === undefined ? ("INSERT" as const) : ("MODIFY" as const),
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.world.now / 1000),
        Keys: image({ flag_id: item.flag_id, record: item.record }),
        NewImage: image(item),
        ...(previous !== undefined && { OldImage: image(previous) }),
        SequenceNumber: sequenceNumber,
        StreamViewType: "NEW_AND_OLD_IMAGES" as const,
      },
    };
    return { sequenceNumber, item, previous, record: record as StreamEntry["record"] };
  }
}
