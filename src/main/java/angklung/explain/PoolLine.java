package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import angklung.model.PoolKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A line that a version of a pool gives, or takes back, with the records that it rests on. */
final class PoolLine {
    private final Records records;
    private final LedgerLine line;
    private final PoolKey pool;
    private final Beneficiary beneficiary;
    private final List<LedgerLine> history;
    private final List<LedgerLine> ofPool;
    private final SortedMap<Integer, Sheet> sheets;
    private final List<Earned> earned;
    private final Map<List<String>, Long> earnedBefore;
    private final List<Part> parts;

    /** @param history of the beneficiary, in all currencies */
    PoolLine(Records records, LedgerLine line, PoolKey pool, Beneficiary beneficiary, List<LedgerLine> history) {
        this.records = records;
        this.line = line;
        this.pool = pool;
        this.beneficiary = beneficiary;
        this.history = history;
        this.ofPool = history.stream().filter(this::isOfPool).toList();
        this.sheets = records.sheets(pool.toString());
        this.earned = records.earned(pool.toString(), beneficiary);
        this.earnedBefore = earnedBefore();
        this.parts = largestFirst();
    }

    /** Whether the line is what a version of a pool gives, or takes back. */
    static boolean isOne(LedgerLine line) {
        return switch (line.getKind()) {
            case ACCRUAL, HOLD, ADJUSTMENT -> true;
            case RELEASE -> line.getCreditAccount().startsWith(Accounts.pool(""));
            default -> false;
        };
    }

    private boolean isOfPool(LedgerLine other) {
        return line.getDsp().equals(other.getDsp())
                && line.getTerritory().equals(other.getTerritory())
                && line.getOffering().equals(other.getOffering())
                && line.getRightType().equals(other.getRightType())
                && line.getCurrency().equals(other.getCurrency())
                && line.getOriginPeriod().equals(other.getOriginPeriod())
                && isOne(other);
    }

    private List<Part> largestFirst() {
        List<Part> sorted = new ArrayList<>();
        for (Earned one : earned) {
            if (one.version() == version()) {
                long before = records.keepsVersions() ? before(one) : 0;
                sorted.add(new Part(one.isrc(), one.policy(), one.plays(), before,
                        Math.addExact(before, one.amountMicros()), one.rightsVersion()));
            }
        }
        sorted.sort(Comparator.comparingLong((Part part) -> -Math.abs(part.difference()))
                .thenComparing(Part::isrc)
                .thenComparing(Part::policy, Comparator.nullsFirst(Comparator.naturalOrder())));
        return sorted;
    }

    private long before(Earned last) {
        return earnedBefore.getOrDefault(Arrays.asList(last.isrc(), last.policy()), 0L);
    }

    private Map<List<String>, Long> earnedBefore() {
        Map<List<String>, Long> sums = new HashMap<>();
        for (Earned one : earned) {
            if (one.version() < version()) {
                sums.merge(Arrays.asList(one.isrc(), one.policy()), one.amountMicros(), Math::addExact);
            }
        }
        return sums;
    }

    Records records() {
        return records;
    }

    LedgerLine line() {
        return line;
    }

    PoolKey pool() {
        return pool;
    }

    Beneficiary beneficiary() {
        return beneficiary;
    }

    /** Lines of the beneficiary that rest on this one. */
    List<LedgerLine> deductions() {
        return history.stream()
                .filter(other -> other.getKind() == LineKind.DEDUCTION
                        && line.getLineId().equals(other.getAdjustsLineId()))
                .toList();
    }

    /** All lines of this pool and beneficiary, in ledger order. */
    List<LedgerLine> ofPool() {
        return ofPool;
    }

    /** Those of them before this one. */
    List<LedgerLine> before() {
        int at = ofPool.stream().map(LedgerLine::getLineId).toList().indexOf(line.getLineId());
        return ofPool.subList(0, at);
    }

    /** By version. */
    SortedMap<Integer, Sheet> sheets() {
        return sheets;
    }

    /** The rate sheet of the line's version; null if it is not kept. */
    Sheet sheet() {
        return sheets.get(line.getPoolVersion());
    }

    /** The rate sheet of the details that are shown. */
    Sheet priced() {
        return sheets.getOrDefault(version(), sheet());
    }

    /** Of the details that are shown: this line's, or the last one's where only the sum of all is kept. */
    int version() {
        return records.keepsVersions() || sheets.isEmpty() ? line.getPoolVersion() : sheets.lastKey();
    }

    /** Whether the details are of this version alone, and not the sum of several. */
    boolean alone() {
        return records.keepsVersions() || ofPool.size() == 1;
    }

    boolean isAdjustment() {
        return line.getKind() == LineKind.ADJUSTMENT || line.getKind() == LineKind.RELEASE;
    }

    /** Whether it is what is held for subscribers who played nothing; each of them weighs 1. */
    boolean isOfIdle() {
        return beneficiary.isHeldFor(HoldReason.IDLE_SUBSCRIBERS);
    }

    /** What each version gave the beneficiary, by recording. */
    List<Earned> earned() {
        return earned;
    }

    /** The recordings that this version changed, by authorship policy, largest first. */
    List<Part> parts() {
        return parts;
    }

    Set<String> isrcs() {
        return parts.stream().map(Part::isrc).collect(Collectors.toCollection(TreeSet::new));
    }
}
