package angklung.settlement;

import angklung.avro.DeductionChain;
import angklung.avro.LedgerLine;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.avro.PoolToSettle;
import angklung.close.Facts;
import angklung.model.PoolKey;
import angklung.stage.Budget;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Writes the lines of a SETTLE command: pool by pool in the command's order, and in each by {@link DetailKey}. It
 * waits until all marks of all its pools are in, and checks all of them before the first line.
 */
final class SettleJob implements Job {
    /** Details read at a time; bounds what is held in memory. */
    private static final int BATCH = 256;

    /** Turns that a missing deduction chain is waited for: ten seconds at 50 a second. */
    private static final int CHAIN_TURNS = 500;

    private final PeriodControl command;
    private final List<PoolToSettle> pools;
    private final Book book;
    private final SettlementRules rules = new SettlementRules();
    private final KeyValueStore<Bytes, Detail> details;
    private final KeyValueStore<Bytes, Received> received;
    private final KeyValueStore<Bytes, Long> settled;
    private final KeyValueStore<Bytes, String> lastLines;
    private final ChainFinder chains;
    private final Map<PoolVersion, Integer> places = new HashMap<>();
    private SettleCursor cursor;
    private int turnsWaited;

    SettleJob(
            PeriodControl command, SettleCursor cursor, Book book, SettlementStores stores, ProcessingContext context) {
        this.command = command;
        this.pools = command.getPools();
        for (int place = 0; place < pools.size(); place++) {
            places.put(versionOf(pools.get(place)), place);
        }
        this.cursor = cursor;
        this.book = book;
        this.details = stores.details.get(context);
        this.received = stores.received.get(context);
        this.settled = stores.settled.get(context);
        this.lastLines = stores.lastLines.get(context);
        this.chains = new ChainFinder(
                new ReferenceBook(stores, context), LocalDate.ofInstant(command.getBookedAt(), ZoneOffset.UTC));
    }

    @Override
    public byte[] cursor() {
        return cursor.encode();
    }

    @Override
    public Progress advance(Budget budget) {
        chains.startTurn();
        while (cursor.checked() < pools.size()) {
            if (!budget.isLeft()) {
                return Progress.MORE;
            }
            if (!check(cursor.checked())) {
                return Progress.WAITING;
            }
            cursor = cursor.nextChecked();
            budget.spend();
        }
        while (cursor.pool() < pools.size()) {
            if (!post(versionOf(pools.get(cursor.pool())), budget)) {
                return chains.isMissing() ? waitForChain() : Progress.MORE;
            }
        }
        book.report(
                Facts.settled(command.getDsp(), command.getPeriod(), command.getRunId(), book.partition()), fact());
        return Progress.DONE;
    }

    /**
     * Checks one pool, once all of its marks are in; nothing about it can change from then on.
     *
     * @param place of the pool in the command
     * @return false if marks are missing
     */
    private boolean check(int place) {
        PoolToSettle pool = pools.get(place);
        PoolVersion version = versionOf(pool);
        require(pool.getVersion() >= 1, version, "has no such version");
        require(sumHere(version) == null, version, "is settled already");
        require(places.get(version) == place, version, "is commanded twice");
        boolean first = pool.getVersion() == 1;
        require(
                first || sumHere(version.before()) != null || places.getOrDefault(version.before(), place) < place,
                version,
                "comes before " + version.before());
        require(first || command.getBookingPeriod() != null, version, "needs a booking period");
        List<Received> sources = marked(version);
        if (sources.isEmpty()) {
            return false;
        }
        compare(pool, version, sources);
        return true;
    }

    /** What arrived from every tally task; empty unless all of their marks are in. */
    private List<Received> marked(PoolVersion version) {
        List<Received> sources = new ArrayList<>();
        int expected = 1;
        for (int source = 0; source < expected; source++) {
            Received from = received.get(Keys.source(version, source));
            if (from == null || from.mark() == null) {
                return List.of();
            }
            expected = from.mark().sources();
            sources.add(from);
        }
        return sources;
    }

    private void compare(PoolToSettle pool, PoolVersion version, List<Received> sources) {
        Received.Mark one = sources.get(0).mark();
        long sent = 0;
        for (Received source : sources) {
            Received.Mark mark = source.mark();
            require(
                    mark.sources() == one.sources()
                            && mark.amount() == one.amount()
                            && mark.previousAmount() == one.previousAmount(),
                    version,
                    "has marks that contradict each other: " + one + " and " + mark);
            sent = Math.addExact(sent, mark.sent());
        }
        require(
                sent == one.difference() && sent == pool.getAmountMicros(),
                version,
                "does not add up: tally sent " + sent + " micros in all, the plan says " + one.amount() + " less "
                        + one.previousAmount() + ", the command " + pool.getAmountMicros());
    }

    /** @return whether the pool is posted in full; if not, the budget is used up or a chain is missing */
    private boolean post(PoolVersion version, Budget budget) {
        while (budget.isLeft()) {
            List<KeyValue<Bytes, Detail>> batch = read(version, Math.min(BATCH, budget.itemsLeft()));
            if (batch.isEmpty()) {
                budget.spend();
                return finish(version);
            }
            for (KeyValue<Bytes, Detail> row : batch) {
                if (!budget.take() || !add(DetailKey.parse(version, row.key), row.value)) {
                    return false;
                }
                details.put(row.key, null); // delete() would read the row once more
                cursor = cursor.after(row.key);
            }
        }
        return false;
    }

    private List<KeyValue<Bytes, Detail>> read(PoolVersion version, int limit) {
        Bytes start = Keys.of(version);
        Bytes from = cursor.last() == null ? start : cursor.last();
        List<KeyValue<Bytes, Detail>> batch = new ArrayList<>();
        // The last one read is deleted, so starting from it starts behind it; no key is as short as the upper end.
        try (KeyValueIterator<Bytes, Detail> rows = details.range(from, Bytes.increment(start))) {
            while (rows.hasNext() && batch.size() < limit) {
                batch.add(rows.next());
            }
        }
        return batch;
    }

    /** @return false if the entitlement before it cannot be closed yet; then nothing was done */
    private boolean add(DetailKey key, Detail detail) {
        Entitlement open = cursor.open();
        if (open == null || !open.beneficiary().equals(key.beneficiary())) {
            if (!closeEntitlement(key.pool())) {
                return false;
            }
            open = new Entitlement(key.beneficiary());
            cursor = cursor.with(open);
        }
        rules.add(open, key.pool(), key.isrc(), key.policy(), detail);
        return true;
    }

    /** @return false if a deduction chain that it needs is missing; then nothing was done */
    private boolean closeEntitlement(PoolVersion version) {
        Entitlement entitlement = cursor.open();
        if (entitlement == null) {
            return true;
        }
        Optional<DeductionChain> chain = chain(version, entitlement);
        if (chains.isMissing()) {
            return false;
        }
        Bytes beneficiary = Keys.lastLine(version.pool(), entitlement.beneficiary());
        String reason = pools.get(cursor.pool()).getReason();
        bringBack(version, entitlement).forEach(this::write);
        rules.line(version, entitlement, command, reason, lastLines.get(beneficiary)).ifPresent(line -> {
            write(line);
            lastLines.put(beneficiary, line.getLineId());
            chain.ifPresent(c -> DeductionRules.lines(line, c).forEach(this::write));
        });
        cursor = cursor.closed(entitlement.amount());
        turnsWaited = 0;
        return true;
    }

    /** What comes back to a hold because the version takes more out of it than is there. */
    private List<LedgerLine> bringBack(PoolVersion version, Entitlement entitlement) {
        String account = entitlement.beneficiary().id();
        return entitlement.amount() < 0 && entitlement.beneficiary().isHold()
                ? HoldRules.returns(account, book.hold(account), entitlement.amount(), version, command)
                : List.of();
    }

    private void write(LedgerLine line) {
        book.write(line);
        cursor = cursor.withLine();
    }

    private Optional<DeductionChain> chain(PoolVersion version, Entitlement entitlement) {
        String party = entitlement.beneficiary().id();
        if (entitlement.amount() == 0
                || entitlement.beneficiary().isHold()
                || !book.account(party).isDeducted()) {
            return Optional.empty();
        }
        return chains.find(party, PoolKey.parse(version.pool()).period());
    }

    /**
     * A party with a chain must not be settled gross. The chain may be on its way, and after a restart it must be given
     * the time to arrive, or the restart would end as the run before did.
     */
    private Progress waitForChain() {
        turnsWaited++;
        if (turnsWaited > CHAIN_TURNS) {
            throw new IllegalStateException("Run " + command.getRunId() + " in settlement partition "
                    + book.partition() + ": " + chains.missing()
                    + "; send the chain to deductions, then start settlement again");
        }
        return Progress.WAITING;
    }

    /**
     * What was posted must be what was received; what was received is needed no more.
     *
     * @return false if the last entitlement cannot be closed yet; then nothing was done
     */
    private boolean finish(PoolVersion version) {
        if (!closeEntitlement(version)) {
            return false;
        }
        List<Received> sources = marked(version);
        long records = 0;
        long amount = 0;
        for (int source = 0; source < sources.size(); source++) {
            records = Math.addExact(records, sources.get(source).records());
            amount = Math.addExact(amount, sources.get(source).amount());
            received.delete(Keys.source(version, source));
        }
        require(
                records == cursor.details() && amount == cursor.amount(),
                version,
                "posted " + cursor.details() + " earnings of " + cursor.amount() + " micros, but received " + records
                        + " of " + amount);
        settled.put(Keys.of(version), amount);
        cursor = cursor.nextPool();
        return true;
    }

    private PeriodState fact() {
        List<PoolFact> facts = new ArrayList<>();
        for (PoolToSettle pool : pools) {
            facts.add(PoolFact.newBuilder()
                    .setPool(pool.getPool())
                    .setVersion(pool.getVersion())
                    .setStatus(PoolStatus.PLANNED)
                    .setAmountMicros(sumHere(versionOf(pool)))
                    .setCurrency(PoolKey.parse(pool.getPool()).currency())
                    .build());
        }
        return PeriodState.newBuilder()
                .setKind(PeriodFact.SETTLED)
                .setDsp(command.getDsp())
                .setPeriod(command.getPeriod())
                .setRunId(command.getRunId())
                .setRecords(cursor.lines())
                .setPools(facts)
                .setRecordedAt(command.getBookedAt())
                .build();
    }

    /** What a settled version posted in this partition, in micros; null if it is not settled. */
    private Long sumHere(PoolVersion version) {
        return settled.get(Keys.of(version));
    }

    private static PoolVersion versionOf(PoolToSettle pool) {
        return new PoolVersion(pool.getPool(), pool.getVersion());
    }

    private void require(boolean condition, PoolVersion version, String otherwise) {
        if (!condition) {
            throw new IllegalStateException("Run " + command.getRunId() + " in settlement partition "
                    + book.partition() + ": pool " + version + " " + otherwise);
        }
    }
}
