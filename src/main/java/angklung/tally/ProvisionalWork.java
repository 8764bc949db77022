package angklung.tally;

import angklung.avro.ProvisionalKind;
import angklung.avro.RecordingRights;
import angklung.avro.RightType;
import angklung.model.OfferingKey;
import angklung.model.RecordingClaims;
import angklung.model.Splits;
import angklung.model.Splits.Day;
import angklung.model.Splits.Part;
import angklung.stage.Budget;
import angklung.stage.RecordedClaims;
import angklung.stage.StoreKey;
import angklung.tally.Estimates.Estimate;
import angklung.tally.Estimates.Rated;
import angklung.tally.Estimates.Subject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Publishes what the plays of changed recordings would earn at the last known rates. Estimates are news, never money:
 * nothing that is paid depends on them, so they may follow the wall clock.
 *
 * <p>They know less than the close will. Which plays are found artificial is decided at the close, so all count. What
 * authorship policies tag, hold or exclude is not looked at: those of the last rate sheet need not be those of the
 * next. A recording in dispute has no estimate. What came of it all is in the final record.
 */
final class ProvisionalWork {
    /** Keys that are read at once, so that no range is open while rows are looked up. */
    private static final int BATCH = 1_000;

    /** Bounds the heap: some 20 MB. What is forgotten is only marked once more. */
    private static final int KNOWN_MAX = 100_000;

    private static final Splits.Terms TERMS = Splits.Terms.of(Splits.Overclaim.HOLD_ALL);

    private static final byte[] CHANGED = {1};

    private final KeyValueStore<Bytes, byte[]> changed;
    private final KeyValueStore<Bytes, TallyRow> rows;
    private final KeyValueStore<Bytes, RecordingRights> rights;
    private final KeyValueStore<Bytes, RateSheet> rateSheets;
    private final KeyValueStore<Bytes, Planned> planned;
    private final KeyValueStore<Bytes, Estimates> estimates;
    private final Set<Bytes> known = new HashSet<>(); // some of those in the store
    private boolean running; // in memory only: a run that a restart ends leaves what it has not done to the next one
    private Bytes done;

    ProvisionalWork(
            KeyValueStore<Bytes, byte[]> changed,
            KeyValueStore<Bytes, TallyRow> rows,
            KeyValueStore<Bytes, RecordingRights> rights,
            KeyValueStore<Bytes, RateSheet> rateSheets,
            KeyValueStore<Bytes, Planned> planned,
            KeyValueStore<Bytes, Estimates> estimates) {
        this.changed = changed;
        this.rows = rows;
        this.rights = rights;
        this.rateSheets = rateSheets;
        this.planned = planned;
        this.estimates = estimates;
    }

    /**
     * Remembers what has changed. A recording that is played all the time is written down once a run, not at every
     * commit.
     */
    void mark(ChangedRows rows) {
        if (known.size() > KNOWN_MAX) {
            known.clear();
        }
        for (Bytes key : rows.keys()) {
            if (known.add(key)) {
                changed.put(key, CHANGED);
            }
        }
    }

    /** Starts a run over all that has changed, unless one is under way. */
    void start() {
        running = true;
    }

    /** Goes on with the run, if one is under way, until the budget is spent. */
    void advance(Budget budget, long nowMs, Output output) {
        while (running && budget.isLeft()) {
            List<Bytes> batch = nextKeys(Math.max(1, Math.min(BATCH, budget.itemsLeft())));
            if (batch.isEmpty()) {
                running = false;
                done = null;
            }
            for (Bytes key : batch) {
                if (!budget.take()) {
                    return;
                }
                publish(RowKey.parse(key), rows.get(key), nowMs, output);
                changed.delete(key);
                known.remove(key);
                done = key;
            }
        }
    }

    /** What changes again behind the last key waits for the next run, so that every run ends. */
    private List<Bytes> nextKeys(int most) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> scan =
                done == null ? changed.all() : changed.range(StoreKey.after(done), null)) {
            while (scan.hasNext() && keys.size() < most) {
                keys.add(scan.next().key);
            }
        }
        return keys;
    }

    private void publish(RowKey key, TallyRow row, long nowMs, Output output) {
        RecordingRights known = rights.get(RightsProcessor.key(key.isrc()));
        if (known == null || row == null || row.lastDay().isEmpty()) {
            return;
        }
        OfferingKey offering = new OfferingKey(key.dsp(), key.territory(), key.offering());
        Map<RightType, RateSheet> sheets = rateSheets(offering);
        for (RightType right : RightType.values()) {
            RateSheet sheet = sheets.get(right);
            boolean rated = sheet != null || sheets.isEmpty();
            if (right != RightType.UNKNOWN && rated && !isPlanned(offering, key.period(), right)) {
                Subject subject = new Subject(offering, key.period(), right, key.isrc());
                RecordingClaims claims = RecordedClaims.of(known, right, key.territory());
                publish(subject, sharesOn(row.lastDay().getAsInt(), claims), row.plays(), sheet, nowMs, output);
            }
        }
    }

    private void publish(
            Subject subject, SortedMap<String, Long> shares, long plays, RateSheet sheet, long nowMs, Output output) {
        if (shares.isEmpty()) {
            return;
        }
        Bytes key = subject.key();
        Estimates last = estimates.get(key);
        SortedMap<String, Estimate> byParty = new TreeMap<>(last == null ? Estimates.NONE.byParty() : last.byParty());
        shares.forEach((party, share) -> {
            Rated rate = sheet == null ? null : new Rated(sheet.id(), sheet.currency(), sheet.estimate(plays, share));
            Estimate estimate = new Estimate(plays, rate, nowMs);
            if (!estimate.saysTheSameAs(byParty.get(party))) {
                byParty.put(party, estimate);
                output.provisional(
                        subject.publicKey(party),
                        subject.publish(ProvisionalKind.ESTIMATE, party, estimate).build());
            }
        });
        estimates.put(key, new Estimates(byParty));
    }

    private Map<RightType, RateSheet> rateSheets(OfferingKey offering) {
        Map<RightType, RateSheet> sheets = new EnumMap<>(RightType.class);
        for (RightType right : RightType.values()) {
            RateSheet sheet = rateSheets.get(rateSheetKey(offering, right));
            if (sheet != null) {
                sheets.put(right, sheet);
            }
        }
        return sheets;
    }

    static Bytes rateSheetKey(OfferingKey offering, RightType right) {
        return StoreKey.of(offering.toString(), right.name()).toBytes();
    }

    /** Once a pool is planned, its final amounts are on their way: no estimate may come behind them. */
    private boolean isPlanned(OfferingKey offering, String period, RightType right) {
        String poolOfAnyCurrency = offering + "/" + period + "/" + right + "/";
        Bytes prefix = Bytes.wrap(poolOfAnyCurrency.getBytes(StandardCharsets.UTF_8));
        RowKey.Range range = RowKey.range(prefix, null);
        try (KeyValueIterator<Bytes, Planned> pools = planned.range(range.from(), range.to())) {
            return pools.hasNext();
        }
    }

    /** In millionths of a percent of the recording, all its works together. */
    private static SortedMap<String, Long> sharesOn(int day, RecordingClaims claims) {
        SortedMap<Integer, Day> once = new TreeMap<>(Map.of(day, new Day(1, BigInteger.ONE)));
        SortedMap<String, Long> shares = new TreeMap<>();
        for (Part part : Splits.divide(Splits.WHOLE, once, claims, TERMS).parts()) {
            if (part.beneficiary().partyId() != null && part.amountMicros() > 0) {
                shares.put(part.beneficiary().partyId(), part.amountMicros());
            }
        }
        return shares;
    }
}
