package angklung.settlement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How earnings recoup advances. Advances of one group are one debt (cross-collateralised): it is recouped by the
 * earnings of every right that any advance of the group covers, also one that is recouped itself. Groups come in the
 * order of their first advance, and so do the advances of a group. Only what was earned since the last run recoups,
 * and only as far as the balance is positive: what was carried is the party's.
 */
final class RecoupmentRules {
    private RecoupmentRules() {}

    /** @param amount of the advance that is recouped, in micros, positive */
    record Part(OpenAdvance advance, long amount) {}

    /**
     * @param parts what is recouped, in order
     * @param earned what is left of the earnings by right
     */
    record Result(List<Part> parts, SortedMap<String, Long> earned) {}

    /**
     * @param advances all of one currency, in the order in which they came into the ledger
     * @param earned net earnings by right since the last run, in micros
     * @param payable what the party is owed, in micros
     */
    static Result recoup(List<OpenAdvance> advances, SortedMap<String, Long> earned, long payable) {
        SortedMap<String, Long> left = new TreeMap<>(earned);
        List<Part> parts = new ArrayList<>();
        long balance = payable;
        for (List<OpenAdvance> group : groups(advances)) {
            long covered = covered(group, left);
            long debt = group.stream().mapToLong(OpenAdvance::outstanding).reduce(0, Math::addExact);
            long amount = Math.min(Math.min(balance, covered), debt);
            if (amount > 0) {
                use(group, left, amount);
                share(group, amount, parts);
                balance -= amount;
            }
        }
        return new Result(parts, left);
    }

    private static Iterable<List<OpenAdvance>> groups(List<OpenAdvance> advances) {
        Map<String, List<OpenAdvance>> groups = new LinkedHashMap<>();
        advances.forEach(advance ->
                groups.computeIfAbsent(advance.group(), g -> new ArrayList<>()).add(advance));
        return groups.values();
    }

    private static boolean covers(List<OpenAdvance> group, String right) {
        return group.stream()
                .anyMatch(advance -> advance.rights().isEmpty() || advance.rights().contains(right));
    }

    /** The sum of what the covered rights earned; one that adjustments made negative takes from the others. */
    private static long covered(List<OpenAdvance> group, SortedMap<String, Long> earned) {
        return earned.entrySet().stream()
                .filter(right -> covers(group, right.getKey()))
                .mapToLong(Map.Entry::getValue)
                .reduce(0, Math::addExact);
    }

    /** Takes the amount from the covered rights, in their order. */
    private static void use(List<OpenAdvance> group, SortedMap<String, Long> earned, long amount) {
        long left = amount;
        for (Map.Entry<String, Long> right : earned.entrySet()) {
            if (right.getValue() > 0 && covers(group, right.getKey())) {
                long taken = Math.min(left, right.getValue());
                right.setValue(right.getValue() - taken);
                left -= taken;
            }
        }
    }

    private static void share(List<OpenAdvance> group, long amount, List<Part> parts) {
        long left = amount;
        for (OpenAdvance advance : group) {
            long part = Math.min(left, advance.outstanding());
            if (part > 0) {
                parts.add(new Part(advance, part));
                left -= part;
            }
        }
    }
}
