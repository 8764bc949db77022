package angklung.catalog;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.RecordingRights;
import angklung.avro.RightType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What claims hold back, recording by recording, from the details of all versions of all pools: each says by how much
 * it differs from the one before, so that their sum is what is held now.
 */
public final class HeldMoney {
    /** Reasons that a registration, or an agreement between claimants, can remove. */
    private static final Set<String> REASONS = Set.of("unmatched", "unclaimed", "dispute", "authorship");

    private static final Comparator<HeldRecording> BY_VALUE = Comparator.comparing(HeldRecording::currency)
            .thenComparing(Comparator.comparing(HeldRecording::amountMicros).reversed())
            .thenComparing(HeldRecording::reason)
            .thenComparing(HeldRecording::isrc)
            .thenComparing(HeldRecording::rightType);

    private final Predicate<Earning> asked;
    private final Map<Subject, Sum> sums = new HashMap<>();
    private final Map<String, RecordingRights> rights = new HashMap<>();

    private record Subject(String reason, String isrc, RightType right, String currency) {}

    private static final class Sum {
        private long amountMicros;
        private final SortedMap<String, Long> amounts = new TreeMap<>();
        /** By pool and period: a later version states the plays anew, it does not add to them. */
        private final Map<String, Versioned> plays = new HashMap<>();

        private record Versioned(int version, long plays) {}

        void add(Earning earning) {
            amountMicros = Math.addExact(amountMicros, earning.getAmountMicros());
            amounts.merge(earning.getPeriod(), earning.getAmountMicros(), Math::addExact);
            plays.merge(earning.getPool(), new Versioned(earning.getVersion(), earning.getPlays()),
                    (a, b) -> a.version() < b.version() ? b : a);
        }

        SortedSet<String> periods() {
            SortedSet<String> held = new TreeSet<>();
            amounts.forEach((period, amount) -> {
                if (amount != 0) {
                    held.add(period);
                }
            });
            return held;
        }

        long plays() {
            return plays.values().stream().mapToLong(Versioned::plays).reduce(0, Math::addExact);
        }
    }

    /** @param asked which earnings count */
    public HeldMoney(Predicate<Earning> asked) {
        this.asked = asked;
    }

    /** Takes in a detail; one that holds nothing for want of a claim is left out. */
    public void add(Earning earning) {
        if (earning.getKind() != EarningKind.EARNING || earning.getHoldAccount() == null
                || earning.getIsrc() == null || !asked.test(earning)) {
            return;
        }
        String reason = earning.getHoldAccount().split(":", 3)[1];
        if (REASONS.contains(reason)) {
            Subject subject =
                    new Subject(reason, earning.getIsrc(), earning.getRightType(), earning.getCurrency());
            sums.computeIfAbsent(subject, key -> new Sum()).add(earning);
        }
    }

    /** The recordings that something is held of now, by ISRC. */
    public Set<String> recordings() {
        Set<String> isrcs = new HashSet<>();
        sums.forEach((subject, sum) -> {
            if (sum.amountMicros != 0) {
                isrcs.add(subject.isrc());
            }
        });
        return isrcs;
    }

    /** Takes in what is known of a recording, the latest record last. */
    public void add(RecordingRights known) {
        rights.put(known.getIsrc(), known);
    }

    /** By currency, the most valuable first. */
    public List<HeldRecording> byValue() {
        List<HeldRecording> held = new ArrayList<>();
        sums.forEach((subject, sum) -> {
            if (sum.amountMicros != 0) {
                held.add(held(subject, sum));
            }
        });
        held.sort(BY_VALUE);
        return held;
    }

    private HeldRecording held(Subject subject, Sum sum) {
        RecordingRights known = rights.get(subject.isrc());
        return new HeldRecording(
                subject.reason(),
                subject.isrc(),
                subject.right().name(),
                subject.currency(),
                sum.amountMicros,
                sum.plays(),
                sum.periods(),
                known == null
                        ? List.of()
                        : known.getStatuses().stream()
                                .filter(status -> status.getRightType() == subject.right())
                                .toList(),
                known == null
                        ? List.of()
                        : known.getShares().stream()
                                .filter(share -> share.getRightType() == subject.right())
                                .toList());
    }
}
