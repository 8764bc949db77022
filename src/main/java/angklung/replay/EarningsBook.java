package angklung.replay;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.model.PartyOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Adds the versions of every earning up. Memory: one entry a beneficiary, pool, recording and policy. */
public final class EarningsBook implements Consumer<Earning> {
    private final Map<Part, Net> parties = new HashMap<>();
    private final Map<Part, Net> holds = new HashMap<>();

    /** Versions change the part of a beneficiary under each policy by itself. */
    private record Part(Key key, Set<String> policies) {}

    /**
     * @param isrc empty for a pool without plays
     * @param beneficiary party or hold account
     */
    public record Key(
            String period, String dsp, String territory, String offering, String rightType, String currency,
            String isrc, String beneficiary) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::period)
                .thenComparing(Key::dsp)
                .thenComparing(Key::territory)
                .thenComparing(Key::offering)
                .thenComparing(Key::rightType)
                .thenComparing(Key::currency)
                .thenComparing(Key::isrc)
                .thenComparing(Key::beneficiary, PartyOrder.INSTANCE);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Net of all versions; what is not a sum is of the last version that changed it.
     *
     * @param plays of the part with most, if there are parts under several policies
     * @param policies on authorship by which it is tagged or held, sorted
     */
    public record Net(
            String pool, int version, long amountMicros, long plays, String rateSheetId, String rightsVersion,
            Set<String> policies) {}

    @Override
    public void accept(Earning earning) {
        if (earning.getKind() != EarningKind.EARNING) {
            return;
        }
        boolean held = earning.getPartyId() == null;
        Key key = new Key(
                earning.getPeriod(), earning.getDsp(), earning.getTerritory(), earning.getOffering(),
                earning.getRightType().name(), earning.getCurrency(),
                earning.getIsrc() == null ? "" : earning.getIsrc(),
                held ? earning.getHoldAccount() : earning.getPartyId());
        Net news = new Net(
                earning.getPool(), earning.getVersion(), earning.getAmountMicros(), earning.getPlays(),
                earning.getRateSheetId(), earning.getRightsVersion(),
                earning.getAuthorshipPolicy() == null ? Set.of() : Set.of(earning.getAuthorshipPolicy()));
        (held ? holds : parties).merge(new Part(key, news.policies()), news, EarningsBook::add);
    }

    /** What rightsholders earned, sorted; what later versions took back whole is left out. */
    public SortedMap<Key, Net> parties() {
        return together(parties);
    }

    /** What is held, sorted; what later versions took back whole is left out. */
    public SortedMap<Key, Net> holds() {
        return together(holds);
    }

    private static SortedMap<Key, Net> together(Map<Part, Net> parts) {
        SortedMap<Key, Net> all = new TreeMap<>();
        parts.forEach((part, net) -> {
            if (net.amountMicros() != 0) {
                all.merge(part.key(), net, EarningsBook::beside);
            }
        });
        return all;
    }

    /** Two versions of one part. */
    private static Net add(Net a, Net b) {
        Net last = a.version() > b.version() ? a : b;
        return new Net(last.pool(), last.version(), Math.addExact(a.amountMicros(), b.amountMicros()), last.plays(),
                last.rateSheetId(), last.rightsVersion(), last.policies());
    }

    /** Two parts of one beneficiary. */
    private static Net beside(Net a, Net b) {
        Net last = a.version() > b.version() ? a : b;
        Set<String> policies = new TreeSet<>(a.policies());
        policies.addAll(b.policies());
        return new Net(last.pool(), last.version(), Math.addExact(a.amountMicros(), b.amountMicros()),
                Math.max(a.plays(), b.plays()), last.rateSheetId(), last.rightsVersion(), policies);
    }
}
