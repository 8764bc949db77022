package angklung.rights;

import angklung.avro.RightShare;
import angklung.model.PartyOrder;
import angklung.model.Splits;
import angklung.money.LargestRemainder;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has the share of an AI performer: those who are registered as controlling it, each in proportion to what it
 * controls. What nobody controls is nobody's; if they claim more than the whole they have more than the share, so that
 * the dispute shows.
 */
final class PerformerRules {
    private static final BigInteger WHOLE = BigInteger.valueOf(Splits.WHOLE);

    private static final Comparator<RightShare> TIES = Comparator.comparing(
                    RightShare::getPartyId, PartyOrder.INSTANCE)
            .thenComparing(RightShare::getRole)
            .thenComparing(RightShare::getShareMicropercent);

    private PerformerRules() {}

    /**
     * The shares that stand for one of the performer.
     *
     * @param controllers the claims of those who control it, in the order of their schema; none: it is registered as
     *     no performer, and its share stays its own
     */
    static List<RightShare> replace(RightShare share, List<RightShare> controllers) {
        if (controllers.isEmpty()) {
            return List.of(share);
        }
        List<RightShare> concerned = controllers.stream().filter(c -> meets(c, share)).toList();
        Stretches stretches = new Stretches(share);
        List<LocalDate> dates = List.copyOf(boundaries(share, concerned));
        for (int i = 0; i < dates.size(); i++) {
            LocalDate from = dates.get(i);
            LocalDate to = i + 1 < dates.size() ? dates.get(i + 1) : share.getValidTo();
            byTerritory(share, inForce(concerned, from)).forEach((territory, together) ->
                    divide(share, together).forEach((controller, part) ->
                            stretches.add(controller, territory, part, from, to)));
        }
        return List.copyOf(stretches.shares);
    }

    /** Whether they have a place in common. */
    private static boolean meets(RightShare controller, RightShare share) {
        return controller.getTerritory() == null || share.getTerritory() == null
                || controller.getTerritory().equals(share.getTerritory());
    }

    /** The dates, within those of the share, on which something begins or ends. */
    private static SortedSet<LocalDate> boundaries(RightShare share, List<RightShare> controllers) {
        SortedSet<LocalDate> dates = new TreeSet<>();
        dates.add(share.getValidFrom());
        for (RightShare controller : controllers) {
            dates.add(controller.getValidFrom());
            if (controller.getValidTo() != null) {
                dates.add(controller.getValidTo());
            }
        }
        dates.removeIf(date -> date.isBefore(share.getValidFrom())
                || share.getValidTo() != null && !date.isBefore(share.getValidTo()));
        return dates;
    }

    private static List<RightShare> inForce(List<RightShare> controllers, LocalDate date) {
        return controllers.stream()
                .filter(c -> !date.isBefore(c.getValidFrom())
                        && (c.getValidTo() == null || date.isBefore(c.getValidTo())))
                .toList();
    }

    /** By the place that controller and share have in common; everywhere is the empty text. */
    private static Map<String, List<RightShare>> byTerritory(RightShare share, List<RightShare> controllers) {
        Map<String, List<RightShare>> groups = new TreeMap<>();
        for (RightShare controller : controllers) {
            String territory = share.getTerritory() != null ? share.getTerritory() : controller.getTerritory();
            groups.computeIfAbsent(Objects.requireNonNullElse(territory, ""), t -> new ArrayList<>())
                    .add(controller);
        }
        return groups;
    }

    /**
     * The largest remainders are rounded up, so that controllers of the whole have the whole share; of equal ones that
     * of the smaller party.
     */
    private static Map<RightShare, Long> divide(RightShare share, List<RightShare> together) {
        List<RightShare> controllers = together.stream().sorted(TIES).toList();
        List<BigInteger> weights = controllers.stream()
                .map(controller -> BigInteger.valueOf(controller.getShareMicropercent()))
                .toList();
        BigInteger controlled = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        long all = BigInteger.valueOf(share.getShareMicropercent())
                .multiply(controlled)
                .divide(WHOLE) // rounds down: none of it is negative
                .longValueExact();
        long[] parts = LargestRemainder.divide(all, weights);
        Map<RightShare, Long> divided = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            divided.merge(controllers.get(i), parts[i], Long::sum);
        }
        return divided;
    }

    /** Joins what lies side by side and is the same. */
    private static final class Stretches {
        private final RightShare share;
        private final List<RightShare> shares = new ArrayList<>();
        private final Map<List<Object>, RightShare> last = new HashMap<>();

        Stretches(RightShare share) {
            this.share = share;
        }

        void add(RightShare controller, String territory, long part, LocalDate from, LocalDate to) {
            if (part == 0) {
                return;
            }
            List<Object> same = List.of(controller, territory, part);
            RightShare before = last.get(same);
            if (before != null && from.equals(before.getValidTo())) {
                before.setValidTo(to);
                return;
            }
            RightShare stretch = RightShare.newBuilder(share)
                    .setPerformerId(share.getPartyId())
                    .setPartyId(controller.getPartyId())
                    .setRole(controller.getRole())
                    .setTerritory(territory.isEmpty() ? null : territory)
                    .setShareMicropercent(part)
                    .setValidFrom(from)
                    .setValidTo(to)
                    .build();
            last.put(same, stretch);
            shares.add(stretch);
        }
    }
}
